#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""patch.py COMMAND FIXTURES WORK_DIR: what `carveout patch` makes of small trees that have the shape of each release's sites,
that it can be applied and taken back, and what it refuses."""
import filecmp
import itertools
import json
import os
import pathlib
import shutil
import subprocess
import sys

command, fixtures, work = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
shutil.rmtree(work, ignore_errors=True)
work.mkdir(parents=True)
numbers = itertools.count()
author = "Ann Smith <ann@example.org>"
environment = dict(os.environ, GIT_CONFIG_GLOBAL="/dev/null", GIT_CONFIG_NOSYSTEM="1", GIT_COMMITTER_NAME="Test",
                   GIT_COMMITTER_EMAIL="test@example.org", GIT_AUTHOR_NAME="Test", GIT_AUTHOR_EMAIL="test@example.org")


def carveout(*arguments):
    return subprocess.run([command, "patch", *map(str, arguments)], capture_output=True, text=True, timeout=60, env=environment)


def run(*arguments, **more):
    done = subprocess.run(list(map(str, arguments)), capture_output=True, text=True, env=environment, **more)
    assert done.returncode == 0, (arguments, done)
    return done.stdout


def copy_of(fixture, name, git=False):
    tree = work / name
    shutil.copytree(fixtures / fixture, tree)
    if git:
        run("git", "init", "-q", tree)
        run("git", "-C", tree, "add", "-A")
        run("git", "-C", tree, "commit", "-q", "-m", "as it came")
    return tree


def files_of(tree):
    return {str(path.relative_to(tree)): path.read_bytes() for path in sorted(tree.rglob("*"))
            if path.is_file() and ".git" not in path.relative_to(tree).parts}


def made(tree, *arguments):
    """The patches' files, in the order of the series, in a folder of their own."""
    folder = work / f"out-{next(numbers)}"
    answer = carveout("--tree", tree, "-o", folder, *arguments)
    assert answer.returncode == 0 and not answer.stdout, answer
    return [folder / line for line in (folder / "series").read_text().splitlines()], answer.stderr


def changed_lines(patch):
    body = patch.read_text().split("\ndiff --git ", 1)[1].split("\n-- \n")[0].splitlines()
    lines = [line for line in body if not line.startswith(("--- ", "+++ "))]
    return ([line[1:].strip() for line in lines if line.startswith("-")],
            [line[1:].strip() for line in lines if line.startswith("+")])


# --- what each release's site becomes: the condition that is left, as the kernel's own code says it
no_blocking = "!gfpflags_allow_blocking(gfp)"
helper = ("kernel/dma/direct.c", [f"return {no_blocking} && !is_swiotlb_for_alloc(dev);"], ["return !is_swiotlb_for_alloc(dev);"])
operand = ("kernel/dma/direct.c", [f"{no_blocking} &&"], [])
arm64 = ("arch/arm64/mm/dma-mapping.c", ["if (!coherent && !gfpflags_allow_blocking(flags)) {"], ["if (!coherent) {"])
remap = ("kernel/dma/remap.c", ["if (!gfpflags_allow_blocking(flags)) {"], ["if (IS_ENABLED(CONFIG_DMA_DIRECT_REMAP)) {"])
pool_sites = {
    "4.9": arm64, "4.14": arm64, "4.14-nxp-android": arm64, "4.19": arm64,
    "5.2": ("kernel/dma/remap.c", ["if (!gfpflags_allow_blocking(flags) &&", "!(attrs & DMA_ATTR_NO_KERNEL_MAPPING)) {"],
            ["if (!(attrs & DMA_ATTR_NO_KERNEL_MAPPING)) {"]),
    "5.3": remap, "5.4": remap,
    "5.6": ("kernel/dma/direct.c", ["dma_alloc_need_uncached(dev, attrs) &&", f"{no_blocking}) {{"],
            ["dma_alloc_need_uncached(dev, attrs)) {"]),
    "5.8": ("kernel/dma/direct.c", ["if (gfpflags_allow_blocking(gfp))", "return false;"], []),
    "5.10": operand, "5.15": operand,
    "5.17": helper, "6.1": helper, "6.6": helper, "6.12": helper, "6.19": helper, "7.1": helper,
}
kernels = {path.name for path in fixtures.iterdir() if not path.name.startswith("gst-")}
assert kernels == set(pool_sites), "a fixture without an expectation, or the other way round"
ion_glue, ion_own = ["4.14", "4.19", "5.2"], ["5.3", "5.4", "5.6", "5.8", "5.10"]


def round_trip(fixture, recipe, site=None):
    """Makes the patches, applies them in two ways, is refused the second time, and takes them back in two ways."""
    tree = copy_of(fixture, f"{fixture}-{recipe}", git=True)
    before = files_of(tree)
    patches, _ = made(tree, "--recipe", recipe, "--author", author)
    assert files_of(tree) == before, "the tree was written to"
    again, _ = made(tree, "--recipe", recipe, "--author", author)
    assert [each.name for each in patches] == [each.name for each in again]
    assert all(filecmp.cmp(a, b, shallow=False) for a, b in zip(patches, again))
    if site:
        assert len(patches) == 1 and f"+++ b/{site[0]}\n" in patches[0].read_text()
        assert changed_lines(patches[0]) == (site[1], site[2]), (fixture, changed_lines(patches[0]))

    plain = copy_of(fixture, f"{fixture}-{recipe}-plain")
    for each in patches:
        out = run("patch", "-d", plain, "-p1", "-F0", "-i", each.resolve())
        assert "fuzz" not in out and "offset" not in out, out
    run("git", "-C", tree, "am", "-q", *[each.resolve() for each in patches])
    after = files_of(tree)
    assert after == files_of(plain) and after != before
    assert run("git", "-C", tree, "log", "-1", "--format=%an <%ae>").strip() == author
    assert "\n-- " not in run("git", "-C", tree, "log", "-1", "--format=%B"), "git am took the tail for text"

    second = carveout("--tree", tree, "--recipe", recipe)
    assert second.returncode == 1 and "already applied" in second.stderr and not second.stdout, second
    assert carveout("--tree", tree, "--recipe", recipe, "--check").returncode == 1
    if site:
        assert f"{site[0]}:" in second.stderr, second
    back, _ = made(tree, "--recipe", recipe, "--reverse")
    run("git", "-C", tree, "am", "-q", *[each.resolve() for each in back])
    assert files_of(tree) == before, "--reverse does not give the tree as it was"
    for each in reversed(patches):
        run("patch", "-d", plain, "-R", "-p1", "-F0", "-i", each.resolve())
    assert files_of(plain) == before
    never = carveout("--tree", tree, "--recipe", recipe, "--reverse")
    assert never.returncode == 1 and "is not applied" in never.stderr, never
    return patches


for fixture, site in sorted(pool_sites.items()):
    round_trip(fixture, "dma-from-pool", site)
    plus_one = ', plus one"' if tuple(map(int, fixture.split("-")[0].split("."))) < (6, 4) else '"'
    round_trip(fixture, "max-order-prompt",
               ("arch/arm64/Kconfig", ["int"], ['int "Largest order of contiguous allocations' + plus_one]))
for fixture in ion_glue + ion_own:
    [patch] = round_trip(fixture, "ion-carveout")
    text = patch.read_text()
    assert "//@" not in text and "@{" not in text
    name = "ion_carveout_pool.c" if fixture in ion_glue else "ion_carveout_pool_heap.c"
    assert f"create mode 100644 drivers/staging/android/ion/{name}\n" in text
    assert ("select ION_CARVEOUT_HEAP" in text) == (fixture in ion_glue)
    # 4.14 has no function to look a region up by its node, and the helper's argument changed once
    assert ("RESERVEDMEM_OF_DECLARE" in text) == (fixture == "4.14")
    assert ("ion_carveout_heap_create(&data)" in text) == (fixture in ("4.14", "4.19"))
    assert ("ion_carveout_heap_create(rmem->base, rmem->size)" in text) == (fixture == "5.2")
# the heap's one form of each interface, as that release's headers have it, and no trace of the others
returns_fd, returns_buffer, wide_flags = "a descriptor", "a buffer", "a buffer, flags of fixed width"
old_vmap, dma_buf_map, iosys_map = "void *pool_heap_vmap(", "struct dma_buf_map *map)", "struct iosys_map *map)"
for fixture, allocate, vmap in [("5.6", returns_fd, old_vmap), ("5.10", returns_fd, old_vmap), ("5.15", returns_buffer, dma_buf_map),
                                ("6.1", returns_buffer, iosys_map), ("6.6", returns_buffer, iosys_map),
                                ("6.12", wide_flags, iosys_map), ("6.19", wide_flags, iosys_map), ("7.1", wide_flags, iosys_map)]:
    patches = round_trip(fixture, "carveout-heap")
    text = patches[-1].read_text()
    assert "//@" not in text and "@{" not in text and "LINUX_VERSION_CODE" not in text
    assert text.count("pool_heap_allocate(struct dma_heap *heap,") == 1 and text.count("pool_heap_vmap(struct dma_buf *dmabuf") == 1
    assert ("fd = dma_buf_fd(dmabuf, fd_flags);" in text) == (allocate is returns_fd)
    assert ("u32 fd_flags," in text and "u64 heap_flags)" in text) == (allocate is wide_flags)
    assert (vmap in text) and (vmap is old_vmap or old_vmap not in text)
    assert ("iosys_map" in text) == (vmap is iosys_map) and ("dma_buf_map_set_vaddr" in text) == (vmap is dma_buf_map)
    assert ("dma_map_sgtable(" in text) == (fixture != "5.6")
    # bindings are schemas in trees that have such, and come first
    assert [("dt-bindings" in each.name) for each in patches] == ([False] if fixture.startswith("5.") else [True, False])

for fixture in ("5.10", "5.15", "6.1", "6.6", "6.12", "6.19", "7.1"):
    removed, _ = changed_lines(round_trip(fixture, "pool-unclamp")[-1])
    assert removed == ["if (pool && gen_pool_avail(pool) < atomic_pool_size)",
                       "atomic_pool_expand(pool, gen_pool_size(pool), gfp);",
                       "atomic_pool_resize(atomic_pool_kernel, GFP_KERNEL);"], (fixture, removed)
for fixture in ("gst-1.14", "gst-1.18"):
    round_trip(fixture, "gst-ion-carveout",
               ("gst-libs/gst/allocators/gstionmemory.c", ["if (ihd[i].type == ION_HEAP_TYPE_DMA) {"],
                ["if (ihd[i].type == ION_HEAP_TYPE_DMA ||", "ihd[i].type == ION_HEAP_TYPE_CARVEOUT) {"]))

# --- where there is nothing to patch, it says what to do
for fixture, recipe, said in [("4.14-nxp-android", "ion-carveout", "CONFIG_ION_CARVEOUT_HEAP=y"),
                              ("4.9", "ion-carveout", "CONFIG_ION_MXC=y"),
                              ("gst-1.14-one-heap", "gst-ion-carveout", "heap-id"),
                              ("gst-1.24-upstream", "gst-ion-carveout", "no ION allocator")]:
    answer = carveout("--tree", fixtures / fixture, "--recipe", recipe)
    assert answer.returncode == 0 and not answer.stdout and said in answer.stderr, answer
    assert "nothing to patch" in carveout("--tree", fixtures / fixture, "--check").stdout
assert "dead code" in made(copy_of("gst-1.18", "gst-dead"), "--recipe", "gst-ion-carveout")[1]
assert "dead code" not in made(copy_of("gst-1.14", "gst-live"), "--recipe", "gst-ion-carveout")[1]

# --- what the tree has counts, not its version: with ion's own heap brought back, a 5.4 is patched as 5.2 is
tree = copy_of("5.4", "brought-back")
shutil.copy(fixtures / "5.2/drivers/staging/android/ion/ion_carveout_heap.c", tree / "drivers/staging/android/ion")
text = made(tree, "--recipe", "ion-carveout")[0][0].read_text()
assert "ion_carveout_heap_create(rmem->base, rmem->size)" in text and "ion_carveout_pool_heap" not in text

# --- several recipes: numbered, made one after the other; standard output has the same as the files
tree = copy_of("5.4", "several", git=True)
everything = ["--recipe", "ion-carveout", "--recipe", "dma-from-pool", "--recipe", "max-order-prompt"]
patches, said = made(tree, *everything)
assert [each.name[:5] for each in patches] == ["0001-", "0002-", "0003-"]
assert [each.read_text().split("Subject: ")[1][:11] for each in patches] == ["[PATCH 1/3]", "[PATCH 2/3]", "[PATCH 3/3]"]
assert "placeholder" in said
mbox = carveout("--tree", tree, *everything)
assert mbox.stdout == "".join(each.read_text() for each in patches) and mbox.returncode == 0
run("git", "-C", tree, "am", "-q", input=mbox.stdout)
assert run("git", "-C", tree, "log", "-1", "--format=%an <%ae>").strip() == "carveout <noreply@carveout.invalid>"
back, _ = made(tree, *everything, "--reverse")
run("git", "-C", tree, "am", "-q", *[each.resolve() for each in back])
assert files_of(tree) == files_of(fixtures / "5.4")

# --- names as mail wants them come out of git as they went in
for number, name in enumerate(["Jörg Ä. Müller <j@example.org>", "J. R. Doe <j@example.org>"]):
    tree = copy_of("6.1", f"author-{number}", git=True)
    patches, said = made(tree, "--recipe", "dma-from-pool", "--author", name, "--signoff")
    assert "placeholder" not in said
    run("git", "-C", tree, "am", "-q", patches[0].resolve())
    assert run("git", "-C", tree, "log", "-1", "--format=%an <%ae>%n%(trailers)").split("\n")[:2] == [name, f"Signed-off-by: {name}"]

# --- quilt
if shutil.which("quilt"):
    tree = copy_of("5.4", "quilt")
    answer = carveout("--tree", tree, *everything, "--format", "quilt", "-o", tree / "patches", "--author", author)
    assert answer.returncode == 0, answer
    run("quilt", "--quiltrc", "/dev/null", "push", "-a", "--fuzz=0", cwd=tree)
    assert "IS_ENABLED(CONFIG_DMA_DIRECT_REMAP)" in (tree / "kernel/dma/remap.c").read_text()
    run("quilt", "--quiltrc", "/dev/null", "pop", "-a", cwd=tree)
    assert (tree / "kernel/dma/remap.c").read_bytes() == (fixtures / "5.4/kernel/dma/remap.c").read_bytes()
    head = (tree / "patches" / (tree / "patches/series").read_text().splitlines()[0]).read_text()
    assert head.startswith("Description: ") and f"\nAuthor: {author}\nForwarded: not-needed\n" in head

# --- the semantic patch makes the same file; the one for all releases too
if shutil.which("spatch"):
    every_release = work / "all.cocci"
    assert carveout("--recipe", "dma-from-pool", "--format", "cocci", "-o", every_release).returncode == 0
    for fixture, site in sorted(pool_sites.items()):
        patched = work / f"{fixture}-dma-from-pool-plain"
        run("patch", "-d", patched, "-p1", "-F0", "-i", made(fixtures / fixture, "--recipe", "dma-from-pool")[0][0].resolve())
        one = work / f"{fixture}.cocci"
        assert carveout("--tree", fixtures / fixture, "--recipe", "dma-from-pool", "--format", "cocci", "-o", one).returncode == 0
        for rules in (one, every_release):
            result = work / "spatch.c"
            run("spatch", "--very-quiet", "--sp-file", rules, fixtures / fixture / site[0], "-o", result)
            assert result.read_bytes() == (patched / site[0]).read_bytes(), (fixture, rules)
else:
    print("spatch is not installed: semantic patches were not run")
refused = carveout("--tree", fixtures / "6.1", "--recipe", "max-order-prompt", "--format", "cocci")
assert refused.returncode == 2 and "semantic patch cannot express" in refused.stderr, refused


# --- what does not look as expected is refused, with file, line and reason; nothing is written
def refusal(tree, status, *said, arguments=("--recipe", "dma-from-pool")):
    folder = work / "refused.out"
    answer = carveout("--tree", tree, "-o", folder, *arguments)
    assert answer.returncode == status and not answer.stdout and not folder.exists(), answer
    for each in said:
        assert each in answer.stderr, (each, answer)


def altered(fixture, name, file, old, new, git=False):
    tree = copy_of(fixture, name, git)
    text = (tree / file).read_text()
    assert text.count(old) >= 1
    (tree / file).write_text(text.replace(old, new))
    return tree


direct = "kernel/dma/direct.c"
refusal(altered("6.1", "other-condition", direct, "(gfp) && !is_sw", "(gfp) || !is_sw"), 1,
        "dma-from-pool: kernel/dma/direct.c:9: ", "dma_direct_use_pool(): behind", "there is '||', not '&&'")
refusal(altered("6.1", "renamed", direct, "dma_direct_use_pool", "dma_direct_wants_pool"), 1, direct,
        "looks like none of the recipe's forms")
refusal(altered("6.1", "twice", direct, "\treturn !gfp", "\tif (!dev)\n\t\treturn !gfpflags_allow_blocking(gfp) && "
                "!is_swiotlb_for_alloc(dev);\n\treturn !gfp"), 1, "kernel/dma/direct.c:11:", "2 times")
refusal(altered("5.10", "other-operand", direct, "(force_dma_unencrypted(dev) ||", "(other(dev) ||"), 1, "kernel/dma/direct.c:12:",
        "'other', not 'force_dma_unencrypted'")
tree = copy_of("6.1", "no-file")
(tree / direct).unlink()
refusal(tree, 1, "is not in the tree", "arch/arm64/mm/dma-mapping.c", direct)
refusal(altered("6.1", "other-entry", "arch/arm64/Kconfig", "\tint\n\tdefault \"14\"", "\tint \"Mine\"\n\tdefault \"14\""), 1,
        "arch/arm64/Kconfig:7:", "has no line 'int'", arguments=("--recipe", "max-order-prompt"))
tree = copy_of("5.10", "no-ion")
shutil.rmtree(tree / "drivers/staging/android/ion")
refusal(tree, 1, "the tree has no ION", arguments=("--recipe", "ion-carveout"))
tree = copy_of("5.10", "half")
(tree / "drivers/staging/android/ion/Makefile").write_text(
    (tree / "drivers/staging/android/ion/Makefile").read_text() + "obj-$(CONFIG_ION_CARVEOUT_POOL) += ion_carveout_pool_heap.o\n")
refusal(tree, 1, "Makefile:4: has a part of the recipe already", arguments=("--recipe", "ion-carveout"))
tree = copy_of("5.10", "in-the-way")
(tree / "drivers/staging/android/ion/ion_carveout_pool_heap.c").write_text("/* mine */\n")
refusal(tree, 1, "ion_carveout_pool_heap.c: is there already", arguments=("--recipe", "ion-carveout"))
# one that applies and one that does not: neither is written
refusal(altered("6.1", "one-of-two", direct, "(gfp) && !is_sw", "(gfp) || !is_sw"), 1, "nothing was written",
        arguments=("--recipe", "dma-from-pool", "--recipe", "max-order-prompt"))
# what comments and layout say is of no matter
odd = altered("6.1", "odd-layout", direct, "gfpflags_allow_blocking(gfp) && !is_swiotlb_for_alloc(dev)",
              "gfpflags_allow_blocking( gfp )\n\t\t/* && */ && ! is_swiotlb_for_alloc(dev)")
patches, _ = made(odd, "--recipe", "dma-from-pool")
run("patch", "-d", odd, "-p1", "-F0", "-i", patches[0].resolve())
assert "\treturn !is_swiotlb_for_alloc(dev);\n" in (odd / direct).read_text()
# a result that was laid out by somebody else is known, but not taken back
(odd / direct).write_text((odd / direct).read_text().replace("return !is_swiotlb", "return ! is_swiotlb"))
refusal(odd, 1, "direct.c:9: already applied")
refusal(odd, 1, "was changed by something else", arguments=("--recipe", "dma-from-pool", "--reverse"))

# --- versions
refusal(fixtures / "6.1", 2, "the tree is Linux 6.1.192, not 6.12", arguments=("--recipe", "dma-from-pool", "--kernel", "6.12"))
refusal(fixtures / "6.1", 2, "not 6.1.191", arguments=("--recipe", "dma-from-pool", "--kernel", "6.1.191"))
for version in ("6.1", "6.1.192"):
    assert carveout("--tree", fixtures / "6.1", "--recipe", "dma-from-pool", "--kernel", version).returncode == 0
refusal(fixtures / "6.1", 1, "ends with 5.10", arguments=("--recipe", "ion-carveout"))
refusal(fixtures / "6.1", 1, "is for gst-plugins-base", arguments=("--recipe", "gst-ion-carveout"))
refusal(altered("4.9", "old", "Makefile", "PATCHLEVEL = 9", "PATCHLEVEL = 4"), 1, "Linux 4.4.88", "begins with 4.9")
said = carveout("--tree", altered("6.12", "between", "Makefile", "PATCHLEVEL = 12", "PATCHLEVEL = 13"), "--recipe", "dma-from-pool").stderr
assert "was not verified on a real tree of Linux 6.13" in said
assert "verified" not in carveout("--tree", fixtures / "6.1", "--recipe", "dma-from-pool").stderr

# --- no kernel
(work / "empty").mkdir()
refusal(work / "empty", 2, "is no Linux source tree")
refusal(work / "nowhere", 2, "is no folder")
refusal(altered("6.1", "no-version", "Makefile", "VERSION = 6", "VERSION = six"), 2, "is no Linux source tree")
tree = copy_of("6.1", "no-kernel-folder")
shutil.rmtree(tree / "kernel")
refusal(tree, 2, "is no Linux source tree")

# --- dirty checkouts: only the files that would be changed matter
dirty = altered("6.1", "dirty", direct, "/* Who must", "/* Who really must", git=True)
refusal(dirty, 1, "kernel/dma/direct.c: has changes that are not committed")
assert carveout("--tree", dirty, "--recipe", "max-order-prompt").returncode == 0
run("git", "-C", dirty, "add", "-A")
refusal(dirty, 1, "kernel/dma/direct.c: has changes that are not committed")
run("git", "-C", dirty, "commit", "-q", "-m", "mine")
assert carveout("--tree", dirty, "--recipe", "dma-from-pool").returncode == 0
run("git", "-C", dirty, "rm", "-q", "--cached", direct)
refusal(dirty, 1, "kernel/dma/direct.c")
broken = copy_of("6.1", "broken-git", git=True)
(broken / ".git/HEAD").write_text("nonsense\n")
refusal(broken, 1, "git cannot tell")

# --- where nothing can be written
answer = carveout("--tree", fixtures / "6.1", "--recipe", "dma-from-pool", "-o", fixtures / "6.1" / "Makefile" / "out")
assert answer.returncode == 2 and "error: " in answer.stderr and not answer.stdout, answer
if os.geteuid() != 0:
    closed = work / "closed"
    closed.mkdir(mode=0o500)
    answer = carveout("--tree", fixtures / "6.1", "--recipe", "dma-from-pool", "-o", closed)
    assert answer.returncode == 2 and not list(closed.iterdir()), answer
# what was in the folder stays, and is named
folder = work / "used"
folder.mkdir()
(folder / "0007-mine.patch").write_text("mine\n")
answer = carveout("--tree", fixtures / "6.1", "--recipe", "dma-from-pool", "-o", folder)
assert answer.returncode == 0 and "0007-mine.patch was there before" in answer.stderr and (folder / "0007-mine.patch").exists()

# --- the command line
for arguments, said in [(["--tree", fixtures / "6.1"], "dma-from-pool"), (["--recipe", "dma-from-pool"], "--tree"),
                        (["--tree", fixtures / "6.1", "--recipe", "magic"], "no recipe 'magic'"),
                        (["--tree", fixtures / "6.1", "--recipe", "dma-from-pool", "--signoff"], "--author"),
                        (["--tree", fixtures / "6.1", "--recipe", "dma-from-pool", "--author", "Ann"], "Name <mail@host>"),
                        (["--tree", fixtures / "6.1", "--recipe", "dma-from-pool", "--author", "A <a@b>\nX: y"], "Name <mail@host>"),
                        (["--tree", fixtures / "6.1", "--recipe", "dma-from-pool", "--kernel", "six"], "no kernel version"),
                        (["--tree", fixtures / "6.1", "--recipe", "dma-from-pool", "--format", "json"], "mail, quilt or cocci"),
                        (["--tree", fixtures / "6.1", "--recipe", "dma-from-pool", "--format", "quilt"], "-o DIR"),
                        (["--tree", fixtures / "6.1", "--check", "--format", "mail"], "text and json"),
                        (["--tree", fixtures / "6.1", "--recipe", "dma-from-pool", "--set", "x"], "RECIPE.OPTION=VALUE"),
                        (["--tree", fixtures / "6.1", "--recipe", "dma-from-pool", "--set", "magic.x=1"], "no recipe 'magic'"),
                        (["--tree", fixtures / "6.1", "--recipe", "dma-from-pool", "--set", "dma-from-pool.x=1"], "no option 'x'"),
                        (["--list", "--check"], "--check"), (["--format", "svg"], "svg")]:
    answer = carveout(*arguments)
    assert answer.returncode == 2 and said in answer.stderr and not answer.stdout, (arguments, answer)

# --- reports
report = carveout("--tree", fixtures / "6.1", "--check")
assert report.returncode == 0
lines = {line.split()[0]: line for line in report.stdout.splitlines()}
assert "applies" in lines["dma-from-pool"] and "kernel/dma/direct.c:9" in lines["dma-from-pool"]
assert "refused" in lines["ion-carveout"] and "gst-ion-carveout" not in lines
assert carveout("--tree", fixtures / "6.1", "--check", "--recipe", "ion-carveout").returncode == 1
run("patch", "-d", copy_of("6.1", "reported"), "-p1", "-i", made(fixtures / "6.1", "--recipe", "dma-from-pool")[0][0].resolve())
report = carveout("--tree", work / "reported", "--check", "--recipe", "dma-from-pool")
assert report.returncode == 1 and report.stdout.split() == ["dma-from-pool", "already", "applied", "kernel/dma/direct.c:9"], report
report = json.loads(carveout("--tree", fixtures / "6.1", "--check", "--format", "json").stdout)
by_recipe = {each["recipe"]: each for each in report}
assert by_recipe["dma-from-pool"]["verdict"] == "applies" and by_recipe["dma-from-pool"]["tree"] == "Linux 6.1.192"
assert by_recipe["dma-from-pool"]["places"] == [{"file": direct, "line": 9}]
assert by_recipe["ion-carveout"]["verdict"] == "refused" and "5.10" in by_recipe["ion-carveout"]["reason"]
listed = json.loads(carveout("--list", "--format", "json").stdout)
assert {"dma-from-pool", "max-order-prompt", "ion-carveout", "gst-ion-carveout"} <= {each["recipe"] for each in listed}
for each in listed:
    assert each["verified"] and each["cost"] and not set(each["verified"]) & set(each["fixtures"])
text = carveout("--list").stdout
assert ("not verified on a real tree" in text) == any(each["fixtures"] for each in listed)
assert "CMA region" in text and all(each["recipe"] + ": " in text for each in listed)
