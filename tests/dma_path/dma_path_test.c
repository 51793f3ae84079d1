// SPDX-License-Identifier: GPL-2.0-only
/*
 * Asks the DMA API for buffers on behalf of device-tree nodes, and tells what came of it.
 *
 * A node of one of the compatibles below has a file /sys/kernel/debug/dma_path/NODE for commands, one a line:
 *
 *	a ID BYTES HOW	allocate; HOW has a letter for each thing that is not usual:
 *			a GFP_ATOMIC, n DMA_ATTR_NO_KERNEL_MAPPING, w DMA_ATTR_WRITE_COMBINE, p by dma_alloc_pages(); - for none
 *	f ID		free
 *	m BITS		dma_set_mask_and_coherent()
 *	M BITS		the coherent mask, whatever the kernel thinks of it
 *
 * Answers are lines of /sys/kernel/debug/dma_path/log, in the order of the commands:
 *
 *	NODE a ID -				refused
 *	NODE a ID BUS CPU KIND MEMORY		bus address; physical address behind what the driver got; what that is: linear,
 *						remapped, page (a cookie); memory attributes as the MMU has them: 44 is Normal
 *						non-cacheable, ff Normal write-back, 0 for a cookie
 *	NODE f ID gone|stays|-			whether the mapping stayed when the buffer was freed: that of a pool does;
 *						- where there is none of its own, or no buffer
 *	NODE m BITS ERROR			0, or what the kernel said to that mask
 *
 * After each command the atomic pools' worker has had its turn.
 */
#include <linux/debugfs.h>
#include <linux/dma-mapping.h>
#include <linux/io.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/of.h>
#include <linux/of_device.h>
#include <linux/of_reserved_mem.h>
#include <linux/platform_device.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/vmalloc.h>
#include <linux/workqueue.h>

/*
 * Where schedule_work() queues, which newer kernels call otherwise. flush_scheduled_work() would warn of its use each time, for
 * others may be waiting in that queue; here nobody is.
 */
#ifdef HAS_PERCPU_WQ
#define SCHEDULED_WORK system_percpu_wq
#else
#define SCHEDULED_WORK system_wq
#endif

#define BUFFERS 4096
#define LOG_SIZE (1 << 20)

enum attach { ATTACH_FIRST, ATTACH_NONE, ATTACH_ALL };

struct buffer {
	void *cpu;
	struct page *page;	/* of dma_alloc_pages() */
	dma_addr_t bus;
	size_t size;
	unsigned long attrs;
};

struct asker {
	struct device *dev;
	struct buffer *buffers;
};

static struct dentry *folder;
static DEFINE_MUTEX(lock);
static char *log_text;
static size_t log_used;

static __printf(1, 2) void tell(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	log_used += vscnprintf(log_text + log_used, LOG_SIZE - log_used, format, arguments);
	va_end(arguments);
}

/* PAR_EL1 after a translation as the kernel reads: bit 0 is set when it failed. */
static u64 translate(const void *address)
{
	unsigned long flags;
	u64 par;

	local_irq_save(flags);
	asm volatile("at s1e1r, %1\n\tisb\n\tmrs %0, par_el1" : "=r"(par) : "r"(address) : "memory");
	local_irq_restore(flags);
	return par;
}

static void allocate(struct asker *asker, const char *name, unsigned int id, size_t size, const char *how)
{
	struct buffer *buffer = &asker->buffers[id];
	gfp_t gfp = (strchr(how, 'a') ? GFP_ATOMIC : GFP_KERNEL) | __GFP_NOWARN;
	const char *kind;
	u64 par;

	buffer->attrs = (strchr(how, 'n') ? DMA_ATTR_NO_KERNEL_MAPPING : 0) | (strchr(how, 'w') ? DMA_ATTR_WRITE_COMBINE : 0);
	if (strchr(how, 'p')) {
		buffer->page = dma_alloc_pages(asker->dev, size, &buffer->bus, DMA_BIDIRECTIONAL, gfp);
		buffer->cpu = buffer->page ? page_address(buffer->page) : NULL;
	} else {
		buffer->page = NULL;
		buffer->cpu = dma_alloc_attrs(asker->dev, size, &buffer->bus, gfp, buffer->attrs);
	}
	if (!buffer->cpu) {
		tell("%s a %u -\n", name, id);
		return;
	}
	buffer->size = size;
	kind = is_vmalloc_addr(buffer->cpu) ? "remapped" : virt_addr_valid(buffer->cpu) ? "linear" : "page";
	if (kind[0] == 'p') {
		tell("%s a %u %llx %llx page 0\n", name, id, (u64)buffer->bus, (u64)page_to_phys((struct page *)buffer->cpu));
		return;
	}
	par = translate(buffer->cpu);
	tell("%s a %u %llx %llx %s %llx\n", name, id, (u64)buffer->bus,
	     par & 1 ? ~0ULL : (par & GENMASK_ULL(47, 12)) | offset_in_page(buffer->cpu), kind, par >> 56);
}

static void release(struct asker *asker, const char *name, unsigned int id)
{
	struct buffer *buffer = &asker->buffers[id];
	const char *then = "-";

	if (buffer->cpu && buffer->page)
		dma_free_pages(asker->dev, buffer->size, buffer->page, buffer->bus, DMA_BIDIRECTIONAL);
	else if (buffer->cpu)
		dma_free_attrs(asker->dev, buffer->size, buffer->cpu, buffer->bus, buffer->attrs);
	if (buffer->cpu && is_vmalloc_addr(buffer->cpu))
		then = vmalloc_to_page(buffer->cpu) ? "stays" : "gone";
	buffer->cpu = NULL;
	tell("%s f %u %s\n", name, id, then);
}

static void obey(struct asker *asker, const char *line)
{
	const char *name = asker->dev->of_node->name;
	unsigned int id = 0;
	size_t size = 0;
	char verb, how[8] = "-";
	int fields = sscanf(line, "%c %u %zu %7s", &verb, &id, &size, how);

	if (fields < 2)
		return;
	switch (verb) {
	case 'a':
		if (size && id < BUFFERS && !asker->buffers[id].cpu)
			allocate(asker, name, id, size, how);
		break;
	case 'f':
		if (id < BUFFERS)
			release(asker, name, id);
		break;
	case 'm':
		tell("%s m %u %d\n", name, id, dma_set_mask_and_coherent(asker->dev, DMA_BIT_MASK(id)));
		break;
	case 'M':
		asker->dev->coherent_dma_mask = DMA_BIT_MASK(id);
		tell("%s m %u 0\n", name, id);
		break;
	}
	__flush_workqueue(SCHEDULED_WORK);
}

static ssize_t commands_write(struct file *file, const char __user *from, size_t size, loff_t *offset)
{
	struct asker *asker = file_inode(file)->i_private;
	char *text = memdup_user_nul(from, size), *rest = text, *line;

	if (IS_ERR(text))
		return PTR_ERR(text);
	mutex_lock(&lock);
	while ((line = strsep(&rest, "\n")))
		obey(asker, line);
	mutex_unlock(&lock);
	kfree(text);
	return size;
}

static ssize_t log_read(struct file *file, char __user *to, size_t size, loff_t *offset)
{
	return simple_read_from_buffer(to, size, offset, log_text, log_used);
}

static const struct file_operations commands_file = { .owner = THIS_MODULE, .open = simple_open, .write = commands_write };
static const struct file_operations log_file = { .owner = THIS_MODULE, .open = simple_open, .read = log_read };

static int asker_probe(struct platform_device *platform)
{
	struct device *dev = &platform->dev;
	enum attach attach = (uintptr_t)of_device_get_match_data(dev);
	int count = attach == ATTACH_NONE ? 0 : of_count_phandle_with_args(dev->of_node, "memory-region", NULL);
	struct asker *asker;
	int i;

	asker = devm_kzalloc(dev, sizeof(*asker), GFP_KERNEL);
	if (!asker)
		return -ENOMEM;
	asker->dev = dev;
	asker->buffers = vzalloc(BUFFERS * sizeof(*asker->buffers));
	if (!asker->buffers)
		return -ENOMEM;
	if (count > 0 && attach == ATTACH_FIRST)
		tell("%s attach 0 %d\n", dev->of_node->name, of_reserved_mem_device_init(dev));
	for (i = 0; i < count && attach == ATTACH_ALL; i++)
		tell("%s attach %d %d\n", dev->of_node->name, i, of_reserved_mem_device_init_by_idx(dev, dev->of_node, i));
	debugfs_create_file(dev->of_node->name, 0200, folder, asker, &commands_file);
	return 0;
}

static const struct of_device_id compatibles[] = {
	{ .compatible = "carveout,dma-path", .data = (void *)ATTACH_FIRST },
	{ .compatible = "carveout,dma-path-unattached", .data = (void *)ATTACH_NONE },
	{ .compatible = "carveout,dma-path-attached", .data = (void *)ATTACH_ALL },
	{}
};
static struct platform_driver asker_driver = {
	.probe = asker_probe,
	.driver = { .name = "dma_path_test", .of_match_table = compatibles, .suppress_bind_attrs = true },
};

static int __init dma_path_test_init(void)
{
	log_text = vzalloc(LOG_SIZE);
	if (!log_text)
		return -ENOMEM;
	folder = debugfs_create_dir("dma_path", NULL);
	debugfs_create_file("log", 0400, folder, NULL, &log_file);
	return platform_driver_register(&asker_driver);
}
module_init(dma_path_test_init);	/* no exit: the machine is thrown away */

MODULE_DESCRIPTION("Asks the DMA API for buffers and tells where they are");
MODULE_LICENSE("GPL");
