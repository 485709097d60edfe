/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* GTK 4.8 tells screen readers the name of a button with a mnemonic twice, once with the underscore:
 * "_Done Done". This takes the first one away from every button, as soon as it is realized. */
void daybook_mnemonic_names_mend (void);

G_END_DECLS
