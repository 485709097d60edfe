/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/github/daybook-github-search.h"

#include "providers/github/daybook-github-request.h"

/* involves: author, assignee, mentioned, commenter; who reviewed or shall review is none of these. Older Enterprise
 * servers know no OR there (@is_plain). providers.md 6.2: at most 256 characters. */
char *
daybook_github_search_new (const char *api_url, const char *repository, const char *since, gboolean is_plain)
{
  g_autoptr (GString) url = g_string_new (api_url);
  g_autoptr (GString) query = g_string_new (NULL);

  if (repository != NULL)
    g_string_append_printf (query, "repo:%s ", repository);
  g_string_append (query, is_plain ? "involves:@me" : "(involves:@me OR reviewed-by:@me OR review-requested:@me)");
  g_string_append_printf (query, " updated:>=%s", since);
  g_string_append (url, "/search/issues");
  daybook_github_append_parameter (url, "q", query->str);
  daybook_github_append_parameter (url, "sort", "updated");
  daybook_github_append_parameter (url, "order", "desc");
  daybook_github_append_parameter (url, "per_page", "100");
  if (!is_plain)
    daybook_github_append_parameter (url, "advanced_search", "true");
  return g_string_free (g_steal_pointer (&url), FALSE);
}
