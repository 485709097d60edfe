# SPDX-License-Identifier: GPL-3.0-or-later
"""Stand-ins for the services that Daybook talks to, for tests and for trying it by hand."""
