-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Schema 7: what a scout found in a source stands here until it was pulled, so that the scout itself may go on.

ALTER TABLE source ADD COLUMN owed TEXT; -- NULL: nothing is; '': only that something changed; else the provider's hint
