# SPDX-License-Identifier: GPL-3.0-or-later
"""What every stand-in shares: the HTTP origins, clock, faults, request log, sign-in and control."""
