/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#define DAYBOOK_GOA_NAME "org.gnome.OnlineAccounts"
#define DAYBOOK_GOA_ACCOUNT DAYBOOK_GOA_NAME ".Account"
#define DAYBOOK_GOA_CALENDAR DAYBOOK_GOA_NAME ".Calendar"
#define DAYBOOK_GOA_OAUTH2 DAYBOOK_GOA_NAME ".OAuth2Based"
#define DAYBOOK_GOA_PASSWORD DAYBOOK_GOA_NAME ".PasswordBased"
