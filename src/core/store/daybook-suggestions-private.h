/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The per-person correction of a suggestion's confidence, in SQL. What was decided on others of the same kind from the same
 * author counts beside the engine's word, which weighs as much as four decisions. An edit says that something is to be done:
 * as long as nothing is decided it counts like an approval. "w" is the suggestion, "t" what is known of those like it. */

#define DAYBOOK_IS_DECIDED(of) "(" of ".decided_at IS NOT NULL AND " of ".status IN ('approved', 'dismissed'))"
#define DAYBOOK_IS_APPROVED(of) "(" of ".decided_at IS NOT NULL AND " of ".status = 'approved')"
#define DAYBOOK_IS_EDITED(of) "(" of ".status = 'pending_approval' AND " of ".confidence >= 0.5 AND " of ".version > 1)"

/* @which: a condition on author and kind. Both halves are found by an index. */
#define DAYBOOK_TRAINED_WHERE(which) \
  "trained AS MATERIALIZED (" \
  "  SELECT author, kind, SUM (decided) AS decided, SUM (approved) AS approved, SUM (edited) AS edited" \
  "    FROM (SELECT d.author, d.kind, 1 AS decided, d.status = 'approved' AS approved, 0 AS edited FROM suggestion d" \
  "           WHERE " DAYBOOK_IS_DECIDED ("d") " AND " which \
  "          UNION ALL SELECT d.author, d.kind, 0, 0, 1 FROM suggestion d WHERE " DAYBOOK_IS_EDITED ("d") " AND " which ")" \
  "   GROUP BY author, kind)"
#define DAYBOOK_TRAINED DAYBOOK_TRAINED_WHERE ("d.author IS NOT NULL")
#define DAYBOOK_TRAINED_JOIN "LEFT JOIN trained t ON t.author = w.author AND t.kind = w.kind"

/* A suggestion does not correct itself. */
#define DAYBOOK_CORRECTED \
  "((w.confidence * 4.0 + COALESCE (t.approved - " DAYBOOK_IS_APPROVED ("w") " + t.edited - " DAYBOOK_IS_EDITED ("w") ", 0))" \
  " / (4.0 + COALESCE (t.decided - " DAYBOOK_IS_DECIDED ("w") " + t.edited - " DAYBOOK_IS_EDITED ("w") ", 0)))"

/* Waits, and is as sure as DAYBOOK_SUGGESTION_SHOWN, in the engine's eyes and after correction. */
#define DAYBOOK_SUGGESTION_IS_SHOWN \
  "w.status = 'pending_approval' AND w.confidence >= 0.5 AND " DAYBOOK_CORRECTED " >= 0.5"
