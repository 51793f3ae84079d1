// SPDX-License-Identifier: GPL-2.0-only
/*
 * Devices that ask for memory on demand, for every device tree node with
 * compatible "carveout,probe". In debugfs, carveout_probe/NODE/:
 *
 * allocate: write a size; dma_alloc_coherent() of it, a check that all of it is
 *	zero and can be written, and dma_free_coherent(). Reading tells the
 *	last address, or "-".
 * import: write the descriptor of a dma-buf. Maps it for the device and for the
 *	kernel, expects page numbers in its pages, leaves their complements.
 *	Reading tells the last address, or a negative error.
 */
#include <linux/debugfs.h>
#include <linux/delay.h>
#include <linux/dma-buf.h>
#include <linux/dma-mapping.h>
#include <linux/iosys-map.h>
#include <linux/module.h>
#include <linux/of.h>
#include <linux/of_reserved_mem.h>
#include <linux/platform_device.h>
#include <linux/uaccess.h>
#include <linux/version.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 2, 0)
#define dma_buf_vmap_unlocked dma_buf_vmap
#define dma_buf_vunmap_unlocked dma_buf_vunmap
#endif

struct probe {
	struct device *dev;
	char allocated[32];
	char imported[32];
};

static struct dentry *probe_root;

static bool is_zero(const u64 *words, size_t size)
{
	size_t i;

	for (i = 0; i < size / sizeof(*words); i++)
		if (words[i])
			return false;
	return true;
}

static int read_number(const char __user *text, size_t size, u64 *number)
{
	char copy[32] = {};

	if (size >= sizeof(copy) || copy_from_user(copy, text, size))
		return -EINVAL;
	return kstrtou64(strim(copy), 0, number);
}

static ssize_t allocate_write(struct file *file, const char __user *text,
			      size_t size, loff_t *at)
{
	struct probe *probe = file->private_data;
	dma_addr_t address;
	void *memory;
	u64 bytes;

	if (read_number(text, size, &bytes))
		return -EINVAL;

	memory = dma_alloc_coherent(probe->dev, bytes, &address,
				    GFP_KERNEL | __GFP_NOWARN);
	strscpy(probe->allocated, "-\n", sizeof(probe->allocated));
	if (!memory)
		return size;
	if (is_zero(memory, bytes))
		snprintf(probe->allocated, sizeof(probe->allocated), "%pad\n",
			 &address);
	else
		strscpy(probe->allocated, "dirty\n", sizeof(probe->allocated));
	memset(memory, 0xa5, bytes);
	msleep(20);	/* a pool that is used up may grow now */
	dma_free_coherent(probe->dev, bytes, memory, address);
	return size;
}

static ssize_t allocate_read(struct file *file, char __user *to, size_t size,
			     loff_t *at)
{
	struct probe *probe = file->private_data;

	return simple_read_from_buffer(to, size, at, probe->allocated,
				       strlen(probe->allocated));
}

static const struct file_operations allocate_fops = {
	.owner = THIS_MODULE,
	.open = simple_open,
	.read = allocate_read,
	.write = allocate_write,
};

static int check_pages(struct dma_buf *dmabuf)
{
	struct iosys_map map;
	u64 *words;
	size_t i;
	int ret;

	ret = dma_buf_vmap_unlocked(dmabuf, &map);
	if (ret)
		return ret;
	ret = dma_buf_begin_cpu_access(dmabuf, DMA_BIDIRECTIONAL);
	for (i = 0; !ret && i < dmabuf->size >> PAGE_SHIFT; i++) {
		words = map.vaddr + (i << PAGE_SHIFT);
		if (words[1] != i)
			ret = -EBADMSG;
		words[1] = ~words[1];
	}
	if (!ret)
		ret = dma_buf_end_cpu_access(dmabuf, DMA_BIDIRECTIONAL);
	dma_buf_vunmap_unlocked(dmabuf, &map);
	return ret;
}

static int import(struct probe *probe, struct dma_buf *dmabuf,
		  dma_addr_t *address)
{
	struct dma_buf_attachment *attachment;
	struct sg_table *table;
	int ret = -EINVAL;

	attachment = dma_buf_attach(dmabuf, probe->dev);
	if (IS_ERR(attachment))
		return PTR_ERR(attachment);
	table = dma_buf_map_attachment_unlocked(attachment, DMA_BIDIRECTIONAL);
	if (IS_ERR(table)) {
		ret = PTR_ERR(table);
		goto detach;
	}
	*address = sg_dma_address(table->sgl);
	if (table->nents == 1 && sg_dma_len(table->sgl) == dmabuf->size)
		ret = check_pages(dmabuf);
	dma_buf_unmap_attachment_unlocked(attachment, table, DMA_BIDIRECTIONAL);
detach:
	dma_buf_detach(dmabuf, attachment);
	return ret;
}

static ssize_t import_write(struct file *file, const char __user *text,
			    size_t size, loff_t *at)
{
	struct probe *probe = file->private_data;
	struct dma_buf *dmabuf;
	dma_addr_t address;
	u64 fd;
	int ret;

	if (read_number(text, size, &fd))
		return -EINVAL;
	dmabuf = dma_buf_get(fd);
	if (IS_ERR(dmabuf))
		return PTR_ERR(dmabuf);

	ret = import(probe, dmabuf, &address);
	if (ret)
		snprintf(probe->imported, sizeof(probe->imported), "%d\n", ret);
	else
		snprintf(probe->imported, sizeof(probe->imported), "%pad\n",
			 &address);
	dma_buf_put(dmabuf);
	return size;
}

static ssize_t import_read(struct file *file, char __user *to, size_t size,
			   loff_t *at)
{
	struct probe *probe = file->private_data;

	return simple_read_from_buffer(to, size, at, probe->imported,
				       strlen(probe->imported));
}

static const struct file_operations import_fops = {
	.owner = THIS_MODULE,
	.open = simple_open,
	.read = import_read,
	.write = import_write,
};

static int probe_probe(struct platform_device *pdev)
{
	struct device *dev = &pdev->dev;
	struct dentry *folder;
	struct probe *probe;
	u32 bits = 32;
	int ret;

	probe = devm_kzalloc(dev, sizeof(*probe), GFP_KERNEL);
	if (!probe)
		return -ENOMEM;
	probe->dev = dev;

	ret = of_reserved_mem_device_init(dev);
	if (ret && ret != -ENODEV)
		return ret;
	ret = dma_set_mask_and_coherent(dev, DMA_BIT_MASK(32));
	if (ret)
		return ret;
	/* a mask that dma_set_mask() would refuse, for a device that reaches no memory at all */
	of_property_read_u32(dev->of_node, "carveout,dma-bits", &bits);
	*dev->dma_mask = DMA_BIT_MASK(bits);
	dma_set_max_seg_size(dev, UINT_MAX);

	folder = debugfs_create_dir(dev->of_node->name, probe_root);
	debugfs_create_file("allocate", 0600, folder, probe, &allocate_fops);
	debugfs_create_file("import", 0600, folder, probe, &import_fops);
	return 0;
}

static const struct of_device_id probe_nodes[] = {
	{ .compatible = "carveout,probe" },
	{}
};

static struct platform_driver probe_driver = {
	.probe = probe_probe,
	.driver = {
		.name = "carveout_probe",
		.of_match_table = probe_nodes,
		.suppress_bind_attrs = true,
	},
};

static int __init probe_init(void)
{
	probe_root = debugfs_create_dir("carveout_probe", NULL);
	return platform_driver_register(&probe_driver);
}
module_init(probe_init);

MODULE_DESCRIPTION("Devices that ask for memory on demand");
MODULE_IMPORT_NS(DMA_BUF);
MODULE_LICENSE("GPL");
