-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Schema 5: why a summary is not what was asked for, in a word that programs know beside the notice for people.

ALTER TABLE summary ADD COLUMN reason TEXT;  -- error code; not_agreed: the person has yet to see what would be sent
