/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vfs-shim.h"

#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

#define SECTOR 512

typedef struct
{
  sqlite3_file base;
  char *name;          /* (nullable) as SQLite keeps it */
  GArray *unsynced;    /* OldSector: what stood there at the last sync */
  sqlite3_file *real;  /* behind this struct */
} ShimFile;

typedef struct
{
  sqlite3_int64 offset;
  int length;          /* of the old bytes; less than a sector at the file's end */
  char bytes[SECTOR];
} OldSector;

static sqlite3_vfs *below;
static VfsFault fault;
static int countdown;
static int counted;
static int allocated;
static sqlite3_mem_methods memory_below;
static guint32 random_state;
static GPtrArray *open_files;

static guint32
next_random (void)
{
  random_state = random_state * 1664525u + 1013904223u;
  return random_state >> 8;
}

/* Puts back what a random half of the sectors held at their last sync. The shared memory is gone as well. */
static void
lose_power (void)
{
  for (guint i = 0; i < open_files->len; i++)
    {
      ShimFile *file = g_ptr_array_index (open_files, i);

      for (guint j = file->unsynced->len; j > 0; j--)
        {
          OldSector *old = &g_array_index (file->unsynced, OldSector, j - 1);

          if (next_random () % 2 == 0)
            continue;
          /* A sector that was not there yet reads as zeros, which a file system may also give. */
          memset (old->bytes + old->length, 0, SECTOR - old->length);
          file->real->pMethods->xWrite (file->real, old->bytes, SECTOR, old->offset);
        }
      if (file->name != NULL && g_str_has_suffix (file->name, "-wal"))
        {
          g_autofree char *base = g_strndup (file->name, strlen (file->name) - 4);
          g_autofree char *shm = g_strconcat (base, "-shm", NULL);

          unlink (shm);
        }
    }
}

/* Counts one operation; what it answers instead of SQLITE_OK is to be returned. */
static int
step (int full_code)
{
  counted++;
  if (fault == VFS_FAULT_MEMORY || fault == VFS_FAULT_MEMORY_ONCE)
    return SQLITE_OK;
  if (fault == VFS_FAULT_NONE || countdown == 0)
    return fault == VFS_FAULT_FULL ? full_code : fault == VFS_FAULT_IO ? SQLITE_IOERR_WRITE : SQLITE_OK;
  if (--countdown > 0)
    return SQLITE_OK;
  switch (fault)
    {
    case VFS_FAULT_KILL:
      _exit (VFS_SHIM_EXIT);
    case VFS_FAULT_POWER:
      lose_power ();
      _exit (VFS_SHIM_EXIT);
    case VFS_FAULT_FULL:
      return full_code;
    case VFS_FAULT_IO:
      return SQLITE_IOERR_WRITE;
    case VFS_FAULT_FULL_ONCE:
      fault = VFS_FAULT_NONE;
      return full_code;
    case VFS_FAULT_IO_ONCE:
      fault = VFS_FAULT_NONE;
      return SQLITE_IOERR_WRITE;
    case VFS_FAULT_MEMORY:
    case VFS_FAULT_MEMORY_ONCE:
    case VFS_FAULT_NONE:
    default:
      return SQLITE_OK;
    }
}

#define FILE_OF(file) ((ShimFile *) (file))
#define REAL(file) (FILE_OF (file)->real)

static int
shim_close (sqlite3_file *file)
{
  int code = REAL (file)->pMethods->xClose (REAL (file));

  g_ptr_array_remove_fast (open_files, file);
  g_array_unref (FILE_OF (file)->unsynced);
  return code;
}

static int
shim_read (sqlite3_file *file, void *data, int amount, sqlite3_int64 offset)
{
  return REAL (file)->pMethods->xRead (REAL (file), data, amount, offset);
}

static void
remember (ShimFile *file, sqlite3_int64 offset, int amount)
{
  sqlite3_int64 size = 0;

  if (fault != VFS_FAULT_POWER)
    return;
  file->real->pMethods->xFileSize (file->real, &size);
  for (sqlite3_int64 at = offset / SECTOR * SECTOR; at < offset + amount; at += SECTOR)
    {
      OldSector old = { .offset = at, .length = (int) CLAMP (size - at, 0, SECTOR) };

      if (old.length > 0)
        file->real->pMethods->xRead (file->real, old.bytes, old.length, at);
      g_array_append_val (file->unsynced, old);
    }
}

static int
shim_write (sqlite3_file *file, const void *data, int amount, sqlite3_int64 offset)
{
  int code;

  remember (FILE_OF (file), offset, amount);
  code = step (SQLITE_FULL);
  return code != SQLITE_OK ? code : REAL (file)->pMethods->xWrite (REAL (file), data, amount, offset);
}

static int
shim_truncate (sqlite3_file *file, sqlite3_int64 size)
{
  int code = step (SQLITE_FULL);

  return code != SQLITE_OK ? code : REAL (file)->pMethods->xTruncate (REAL (file), size);
}

/* What was written is safe now; the disk itself need not be asked. */
static int
shim_sync (sqlite3_file *file, int flags)
{
  int code = step (SQLITE_IOERR_FSYNC);

  if (code == SQLITE_OK)
    g_array_set_size (FILE_OF (file)->unsynced, 0);
  return code;
}

static int
shim_file_size (sqlite3_file *file, sqlite3_int64 *size)
{
  return REAL (file)->pMethods->xFileSize (REAL (file), size);
}

static int
shim_lock (sqlite3_file *file, int lock)
{
  return REAL (file)->pMethods->xLock (REAL (file), lock);
}

static int
shim_unlock (sqlite3_file *file, int lock)
{
  return REAL (file)->pMethods->xUnlock (REAL (file), lock);
}

static int
shim_check_reserved_lock (sqlite3_file *file, int *locked)
{
  return REAL (file)->pMethods->xCheckReservedLock (REAL (file), locked);
}

static int
shim_file_control (sqlite3_file *file, int operation, void *argument)
{
  return REAL (file)->pMethods->xFileControl (REAL (file), operation, argument);
}

static int
shim_sector_size (sqlite3_file *file)
{
  return REAL (file)->pMethods->xSectorSize (REAL (file));
}

/* Without the promises of modern file systems, which a power cut here does not keep. */
static int
shim_device_characteristics (sqlite3_file *file)
{
  return 0;
}

static int
shim_shm_map (sqlite3_file *file, int page, int size, int extend, void volatile **memory)
{
  return REAL (file)->pMethods->xShmMap (REAL (file), page, size, extend, memory);
}

static int
shim_shm_lock (sqlite3_file *file, int offset, int n, int flags)
{
  return REAL (file)->pMethods->xShmLock (REAL (file), offset, n, flags);
}

static void
shim_shm_barrier (sqlite3_file *file)
{
  REAL (file)->pMethods->xShmBarrier (REAL (file));
}

static int
shim_shm_unmap (sqlite3_file *file, int delete_it)
{
  return REAL (file)->pMethods->xShmUnmap (REAL (file), delete_it);
}

static const sqlite3_io_methods methods = {
  .iVersion = 2,
  .xClose = shim_close,
  .xRead = shim_read,
  .xWrite = shim_write,
  .xTruncate = shim_truncate,
  .xSync = shim_sync,
  .xFileSize = shim_file_size,
  .xLock = shim_lock,
  .xUnlock = shim_unlock,
  .xCheckReservedLock = shim_check_reserved_lock,
  .xFileControl = shim_file_control,
  .xSectorSize = shim_sector_size,
  .xDeviceCharacteristics = shim_device_characteristics,
  .xShmMap = shim_shm_map,
  .xShmLock = shim_shm_lock,
  .xShmBarrier = shim_shm_barrier,
  .xShmUnmap = shim_shm_unmap,
};

static int
shim_open (sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags)
{
  ShimFile *self = FILE_OF (file);
  int code;

  memset (self, 0, sizeof *self);
  self->real = (sqlite3_file *) (self + 1);
  code = below->xOpen (below, name, self->real, flags, out_flags);
  if (self->real->pMethods == NULL)
    return code;
  self->base.pMethods = &methods;
  self->name = (char *) name;
  self->unsynced = g_array_new (FALSE, FALSE, sizeof (OldSector));
  g_ptr_array_add (open_files, self);
  return code;
}

static int
shim_delete (sqlite3_vfs *vfs, const char *name, int sync_folder)
{
  int code = step (SQLITE_IOERR_DELETE);

  return code != SQLITE_OK ? code : below->xDelete (below, name, sync_folder);
}

/* Memory -------------------------------------------------------------------------------------------- */

static gboolean
memory_is_refused (void)
{
  allocated++;
  if (fault != VFS_FAULT_MEMORY && fault != VFS_FAULT_MEMORY_ONCE)
    return FALSE;
  if (countdown > 0 && --countdown > 0)
    return FALSE;
  if (fault == VFS_FAULT_MEMORY_ONCE)
    fault = VFS_FAULT_NONE;
  return TRUE;
}

static void *
shim_malloc (int size)
{
  return memory_is_refused () ? NULL : memory_below.xMalloc (size);
}

static void *
shim_realloc (void *memory, int size)
{
  return memory_is_refused () ? NULL : memory_below.xRealloc (memory, size);
}

void
vfs_shim_install (void)
{
  static sqlite3_vfs shim;
  sqlite3_mem_methods memory;

  g_assert_cmpint (sqlite3_config (SQLITE_CONFIG_GETMALLOC, &memory_below), ==, SQLITE_OK);
  memory = memory_below;
  memory.xMalloc = shim_malloc;
  memory.xRealloc = shim_realloc;
  g_assert_cmpint (sqlite3_config (SQLITE_CONFIG_MALLOC, &memory), ==, SQLITE_OK);
  below = sqlite3_vfs_find (NULL);
  shim = *below;
  shim.zName = "daybook-shim";
  shim.szOsFile = (int) sizeof (ShimFile) + below->szOsFile;
  shim.pNext = NULL;
  shim.xOpen = shim_open;
  shim.xDelete = shim_delete;
  open_files = g_ptr_array_new ();
  g_assert_cmpint (sqlite3_vfs_register (&shim, 1), ==, SQLITE_OK);
}

void
vfs_shim_arm (VfsFault what, int at, guint32 seed)
{
  fault = what;
  countdown = at;
  counted = 0;
  allocated = 0;
  random_state = seed * 2654435761u + 1;
}

/* Operations since the last vfs_shim_arm(). */
int
vfs_shim_count (void)
{
  return counted;
}

int
vfs_shim_count_allocations (void)
{
  return allocated;
}
