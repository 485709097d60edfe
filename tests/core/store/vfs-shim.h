/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A layer between SQLite and the disk that counts what changes files and lets one of these operations go
 * wrong, and another one below its memory. After vfs_shim_install(), which must come before any other use of
 * SQLite, every database opened goes through them. */
typedef enum
{
  VFS_FAULT_NONE,
  VFS_FAULT_KILL,       /* the process ends there: what was written before stays */
  VFS_FAULT_POWER,      /* it ends, and of what was not synced any part may be missing */
  VFS_FAULT_FULL,       /* the disk is full from there on */
  VFS_FAULT_FULL_ONCE,  /* for that operation alone */
  VFS_FAULT_IO,         /* an I/O error from there on */
  VFS_FAULT_IO_ONCE,
  VFS_FAULT_MEMORY,     /* SQLite gets no more memory; operations are its allocations */
  VFS_FAULT_MEMORY_ONCE,
} VfsFault;

/* What the process ends with at KILL and POWER. */
#define VFS_SHIM_EXIT 86

void vfs_shim_install (void);
/* The @at-th operation from now on (the first is 1) goes wrong. @seed: what POWER loses. */
void vfs_shim_arm (VfsFault fault, int at, guint32 seed);
int vfs_shim_count (void);
int vfs_shim_count_allocations (void);

G_END_DECLS
