# SPDX-License-Identifier: GPL-3.0-or-later
"""One module a service. A module is found by being here: see sim/core/service.py for what it
offers."""
