// SPDX-License-Identifier: BSL-1.0
/*
 * What a program does with a dma-buf heap, in the test's initramfs.
 *
 *   heap_user place HEAP < TRACE      "a ID BYTES", "f ID"; prints "ID OFFSET" or "ID -", as carveout simulate does
 *   heap_user check HEAP PROBE        mappings, clearing, an importing device; prints "ok" or "FAIL" with what was tried
 *   heap_user blind HEAP PROBE        what a device gets that cannot reach the region
 *   heap_user churn HEAP ROUNDS FULL PART  ROUNDS times 64 MiB of video buffers, or a PARTth of it; every FULL-th round reads and
 *                                     writes all of it, the others a word in every 64th page and in the last one
 *   heap_user pressure HEAP PROBE FILE KEEP ROUNDS  writes FILE until only KEEP MiB are free, then counts which allocations fail
 *                                     of a device and of a camera
 *
 * Where a buffer is comes from the heap's file in debugfs, which tells physical address, length and inode of each dma-buf.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/dma-buf.h>
#include <linux/dma-heap.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { PAGE = 4096, IDS = 4096 };

static int heap;
static char heap_file[256];

static void die(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  printf("FAIL ");
  vprintf(format, arguments);
  printf(" (%s)\n", strerror(errno));
  va_end(arguments);
  exit(1);
}

static void open_heap(const char *name) {
  char path[256];
  snprintf(path, sizeof path, "/dev/dma_heap/%s", name);
  snprintf(heap_file, sizeof heap_file, "/sys/kernel/debug/carveout_pool_heap/%s", name);
  heap = open(path, O_RDWR | O_CLOEXEC);
  if (heap < 0) die("%s", path);
}

static int allocate(uint64_t bytes) {
  struct dma_heap_allocation_data data = {.len = bytes, .fd_flags = O_RDWR | O_CLOEXEC};
  return ioctl(heap, DMA_HEAP_IOCTL_ALLOC, &data) < 0 ? -1 : (int)data.fd;
}

static void sync_buffer(int fd, uint64_t flags) {
  struct dma_buf_sync data = {.flags = flags};
  if (ioctl(fd, DMA_BUF_IOCTL_SYNC, &data) < 0) die("sync");
}

static uint64_t round_up(uint64_t bytes) { return (bytes + PAGE - 1) / PAGE * PAGE; }

struct report {
  uint64_t base, size, available;
  unsigned buffers;
  struct { uint64_t address, length; unsigned long inode; } buffer[IDS];
};

static void read_report(struct report *report) {
  char line[256], cached[16];
  FILE *file = fopen(heap_file, "r");
  if (!file) die("%s", heap_file);
  report->buffers = 0;
  while (fgets(line, sizeof line, file)) {
    unsigned long long a, b, c;
    unsigned long inode;
    if (sscanf(line, "# %15[a-z], base %llx, size %llx, free %llx", cached, &a, &b, &c) == 4) {
      report->base = a, report->size = b, report->available = c;
    } else if (sscanf(line, "%llx %llx %lu", &a, &b, &inode) == 3 && report->buffers < IDS) {
      report->buffer[report->buffers].address = a;
      report->buffer[report->buffers].length = b;
      report->buffer[report->buffers++].inode = inode;
    } else {
      die("%s: %s", heap_file, line);
    }
  }
  fclose(file);
}

static uint64_t offset_of(const struct report *report, int fd) {
  struct stat status;
  if (fstat(fd, &status)) die("fstat");
  for (unsigned i = 0; i < report->buffers; i++)
    if (report->buffer[i].inode == status.st_ino) return report->buffer[i].address - report->base;
  die("inode %lu is not in %s", (unsigned long)status.st_ino, heap_file);
  return 0;
}

static int place(void) {
  static int fds[IDS];
  static struct report report;
  char line[128];
  memset(fds, -1, sizeof fds);
  while (fgets(line, sizeof line, stdin)) {
    unsigned id;
    unsigned long bytes = 0;
    if (sscanf(line + 1, "%u %lu", &id, &bytes) < 1 || id >= IDS) continue;
    if (line[0] == 'a') {
      fds[id] = allocate(bytes);
      if (fds[id] < 0) {
        printf("%u -\n", id);
        continue;
      }
      read_report(&report);
      printf("%u %llu\n", id, (unsigned long long)offset_of(&report, fds[id]));
    } else if (line[0] == 'f' && fds[id] >= 0) {
      close(fds[id]);
      fds[id] = -1;
    }
  }
  return 0;
}

static void expect(int ok, const char *what) {
  printf("%s %s\n", ok ? "ok" : "FAIL", what);
  if (!ok) exit(1);
}

/* What the importing device answers for the buffer: an address, or a negative error. */
static long long import(const char *probe, int fd) {
  char path[256], text[64] = "";
  snprintf(path, sizeof path, "/sys/kernel/debug/carveout_probe/%s/import", probe);
  int file = open(path, O_RDWR);
  if (file < 0) die("%s", path);
  snprintf(text, sizeof text, "%d", fd);
  if (write(file, text, strlen(text)) < 0) die("%s", path);
  lseek(file, 0, SEEK_SET);
  memset(text, 0, sizeof text);
  if (read(file, text, sizeof text - 1) <= 0) die("%s", path);
  close(file);
  return strtoll(text, NULL, 0);
}

static int check(const char *probe) {
  static struct report report;
  const uint64_t pages = 64, bytes = pages * PAGE;
  int fd = allocate(bytes - 100);
  expect(fd >= 0, "allocates");
  expect(lseek(fd, 0, SEEK_END) == (off_t)bytes, "a length is rounded up to pages");
  char *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  expect(memory != MAP_FAILED, "maps shared");
  int zero = 1;
  for (uint64_t i = 0; i < bytes; i++) zero &= !memory[i];
  expect(zero, "is zero");

  sync_buffer(fd, DMA_BUF_SYNC_START | DMA_BUF_SYNC_RW);
  for (uint64_t i = 0; i < pages; i++) ((uint64_t *)(memory + i * PAGE))[1] = i;
  sync_buffer(fd, DMA_BUF_SYNC_END | DMA_BUF_SYNC_RW);
  read_report(&report);
  expect(import(probe, fd) == (long long)(report.base + offset_of(&report, fd)),
         "a device sees the address that debugfs tells, and what the program wrote");
  sync_buffer(fd, DMA_BUF_SYNC_START | DMA_BUF_SYNC_RW);
  int seen = 1;
  for (uint64_t i = 0; i < pages; i++) seen &= ((uint64_t *)(memory + i * PAGE))[1] == ~i;
  sync_buffer(fd, DMA_BUF_SYNC_END | DMA_BUF_SYNC_RW);
  expect(seen, "the program sees what the device wrote");

  expect(mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0) == MAP_FAILED && errno == EINVAL, "private is refused");
  expect(mmap(NULL, 2 * PAGE, PROT_READ, MAP_SHARED, fd, bytes - PAGE) == MAP_FAILED && errno == EINVAL,
         "a mapping past the end is refused");
  uint64_t *late = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 5 * PAGE);
  expect(late != MAP_FAILED && late[1] == ~5ull, "an offset is honoured");
  munmap(late, PAGE);

  memset(memory, 0x5a, bytes);
  close(fd);
  expect(memory[bytes - 1] == 0x5a, "a mapping keeps a closed buffer");
  read_report(&report);
  expect(report.buffers == 1, "and the heap counts it");
  munmap(memory, bytes);
  read_report(&report);
  expect(report.buffers == 0 && report.available == report.size, "until it is unmapped");

  fd = allocate(bytes);
  memory = mmap(NULL, bytes, PROT_READ, MAP_SHARED, fd, 0);
  zero = 1;
  for (uint64_t i = 0; i < bytes; i++) zero &= !memory[i];
  expect(zero, "the next user sees nothing of the last one's");
  munmap(memory, bytes);
  close(fd);

  expect(allocate(report.size + PAGE) < 0 && errno == ENOMEM, "more than the region is refused");
  expect(allocate(5ull << 32) < 0 && (errno == EINVAL || errno == ENOMEM), "more than 4 GiB is refused");
  fd = allocate(report.size);
  expect(fd >= 0, "the whole region can be had");
  expect(allocate(PAGE) < 0 && errno == ENOMEM, "and then nothing more");
  close(fd);
  return 0;
}

/* A device whose DMA mask ends below the buffer: it could only get a copy, which an uncached region does not allow. */
static int blind(const char *probe) {
  int fd = allocate(PAGE);
  printf("import %lld\n", import(probe, fd));
  return 0;
}

/* Together 64 MiB, to the page: 4K and 1080p frames in NV12, one of 720p, and statistics. */
static const uint64_t video[] = {12441600, 3110400, 12441600, 3110400, 12441600, 3110400,
                                 12441600, 3110400, 1382400,  3110400, 385024};
enum { VIDEO = sizeof video / sizeof *video };

static long memory_info(const char *name) {
  char line[128];
  long kib = -1, value;
  FILE *file = fopen("/proc/meminfo", "r");
  if (!file) die("/proc/meminfo");
  while (fgets(line, sizeof line, file))
    if (!strncmp(line, name, strlen(name)) && sscanf(line + strlen(name), ": %ld", &value) == 1) kib = value;
  fclose(file);
  return kib;
}

static void use(char *memory, uint64_t bytes, uint64_t seed, int full) {
  uint64_t *words = (uint64_t *)memory, last = bytes / sizeof *words - 1, step = full ? 1 : 64 * PAGE / sizeof *words;
  for (uint64_t i = 0; i < last; i += step)
    if (words[i]) die("not zero at %llu", (unsigned long long)(i * sizeof *words));
  if (words[last]) die("not zero at the end");
  for (uint64_t i = 0; i < last; i += step) words[i] = seed + i;
  words[last] = ~seed;
  for (uint64_t i = 0; i < last; i += step)
    if (words[i] != seed + i) die("lost at %llu", (unsigned long long)(i * sizeof *words));
  if (words[last] != ~seed) die("lost at the end");
}

static int churn(unsigned rounds, unsigned full, unsigned part) {
  static struct report report;
  uint64_t first[VIDEO], size[VIDEO], total = 0;
  long slab = 0;
  char *memory[VIDEO];
  int fds[VIDEO];
  for (unsigned round = 0; round < rounds; round++) {
    int all = round % full == full - 1;
    for (unsigned i = 0; i < VIDEO; i++) {
      fds[i] = allocate(video[i] / part);
      size[i] = round_up(video[i] / part);
      if (fds[i] < 0) die("round %u, buffer %u", round, i);
      memory[i] = mmap(NULL, size[i], PROT_READ | PROT_WRITE, MAP_SHARED, fds[i], 0);
      if (memory[i] == MAP_FAILED) die("round %u, mmap %u", round, i);
    }
    read_report(&report);
    if (report.buffers != VIDEO) die("round %u: %u buffers", round, report.buffers);
    for (unsigned i = 0; i < VIDEO; i++) {
      uint64_t offset = offset_of(&report, fds[i]);
      if (!round) {
        first[i] = offset;
        total += size[i];
        printf("a %u %llu at %llu\n", i, (unsigned long long)(video[i] / part), (unsigned long long)offset);
      } else if (offset != first[i]) {
        die("round %u: buffer %u at %llu", round, i, (unsigned long long)offset);
      }
      use(memory[i], size[i], (uint64_t)round << 32 | i, all);
    }
    for (unsigned n = 0; n < VIDEO; n++) {
      unsigned i = (n * 7 + round) % VIDEO;
      munmap(memory[i], size[i]);
      close(fds[i]);
    }
    if (round == 9) slab = memory_info("SUnreclaim");
  }
  read_report(&report);
  printf("rounds %u bytes %llu left %u used %llu slab_growth_kib %ld\n", rounds, (unsigned long long)total, report.buffers,
         (unsigned long long)(report.size - report.available), memory_info("SUnreclaim") - slab);
  return 0;
}

static int fails(int probe, const char *bytes) {
  char text[64] = "";
  if (pwrite(probe, bytes, strlen(bytes), 0) < 0 || pread(probe, text, sizeof text - 1, 0) <= 0) die("allocate");
  return text[0] == '-';
}

/*
 * All in one process that has its own memory and open files before: where memory is short, there is none for an open() either,
 * and the kernel gives up.
 */
static int pressure(const char *probe_name, const char *fill_name, long keep, unsigned rounds) {
  static const uint64_t camera[] = {3110400, 12441600, 12441600};
  static const char *const sizes[] = {"65536", "3000000", "33554432"};
  static char block[1 << 20], path[256];
  unsigned failed = 0;
  long written = 0;
  int fds[3];
  snprintf(path, sizeof path, "/sys/kernel/debug/carveout_probe/%s/allocate", probe_name);
  int probe = open(path, O_RDWR), file = open(fill_name, O_WRONLY | O_CREAT, 0600);
  if (probe < 0 || file < 0 || mlockall(MCL_CURRENT | MCL_FUTURE)) die("%s", path);
  memset(block, 0x77, sizeof block);
  for (unsigned i = 0; i < 3; i++) {
    if (fails(probe, sizes[i]) || (fds[i] = allocate(camera[i])) < 0) die("%s with plenty of memory", sizes[i]);
    close(fds[i]);
  }

  while (memory_info("MemFree") > keep << 10 && write(file, block, sizeof block) == (ssize_t)sizeof block) written++;
  printf("filled %ld MiB; free %ld KiB, of them CMA %ld KiB; dirty %ld KiB, in writeback %ld KiB\n", written,
         memory_info("MemFree"), memory_info("CmaFree"), memory_info("Dirty"), memory_info("Writeback"));
  fflush(stdout);

  for (unsigned i = 0; i < 3; i++) {
    unsigned missing = 0;
    for (unsigned round = 0; round < rounds; round++) missing += (unsigned)fails(probe, sizes[i]);
    printf("critical device %s tried %u failed %u\n", sizes[i], rounds, missing);
    fflush(stdout);
  }
  for (unsigned round = 0; round < rounds; round++) {
    for (unsigned i = 0; i < 3; i++) failed += (fds[i] = allocate(camera[i])) < 0;
    for (unsigned i = 0; i < 3; i++)
      if (fds[i] >= 0) close(fds[i]);
  }
  printf("critical heap 27993600 tried %u failed %u\n", 3 * rounds, failed);
  fflush(stdout);
  return ftruncate(file, 0);
}

int main(int count, char **arguments) {
  const char *verb = count > 1 ? arguments[1] : "";
  if (count < 3) return 2;
  open_heap(arguments[2]);
  if (!strcmp(verb, "place")) return place();
  if (!strcmp(verb, "check") && count == 4) return check(arguments[3]);
  if (!strcmp(verb, "blind") && count == 4) return blind(arguments[3]);
  if (!strcmp(verb, "churn") && count == 6)
    return churn((unsigned)atoi(arguments[3]), (unsigned)atoi(arguments[4]), (unsigned)atoi(arguments[5]));
  if (!strcmp(verb, "pressure") && count == 7)
    return pressure(arguments[3], arguments[4], atol(arguments[5]), (unsigned)atoi(arguments[6]));
  return 2;
}
