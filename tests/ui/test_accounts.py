# SPDX-License-Identifier: GPL-3.0-or-later
"""First run and Accounts with the real agent and worker, driven through accessibility."""

import os
import unittest

import tap
from window import BUTTON, LABEL, Window


class Accounts(unittest.TestCase):
    def test_sample_from_first_run_to_its_removal(self):
        with Window(now=None, XDG_DATA_HOME=os.environ['XDG_DATA_HOME']) as window:
            window.find('^Welcome to Daybook$', LABEL)
            window.find('^Try with Sample Data$', BUTTON).press()
            account = window.until('the account', lambda: window.rows('accounts'))[0]
            window.until('a sync', lambda: window.rows('accounts')[0]['last_sync_at'])
            window.show('accounts')
            window.find('^Sample Data, .*Synced just now', None)
            window.picture('accounts-sample')
            window.find('^Remove Sample Data$', BUTTON)
            # Opened, its sources are there with a switch each.
            window.show(account['id'])
            window.find('^Last Runs$', LABEL)
            window.find('^Back$', BUTTON)
            window.show('accounts')
            window.find('^Remove Sample Data$', BUTTON).press()
            window.until('the account goes', lambda: not window.rows('accounts'))


if __name__ == '__main__':
    tap.main(jobs=1)  # there is one window on a bus
