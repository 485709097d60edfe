-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Schema 2: where the search for changed sources goes on, for services that are asked once for a whole account.

ALTER TABLE account ADD COLUMN scout_cursor TEXT; -- opaque to all but the provider
ALTER TABLE account ADD COLUMN scout_params TEXT; -- version of the parameters the cursor was made with
