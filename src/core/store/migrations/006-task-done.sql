-- SPDX-License-Identifier: GPL-3.0-or-later
-- What was done last is looked for on every change of the database; all that was ever done grows with the years.
CREATE INDEX task_done ON task (done_at, id) WHERE status = 'done';
