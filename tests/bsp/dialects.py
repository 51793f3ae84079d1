#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""dialects.py NXP_GENERATOR GENERATOR FIXTURES WORK: BSP folders as the build systems would read them."""
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

import bitbake

NXP, GENERATOR, FIXTURES, WORK = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3]), pathlib.Path(sys.argv[4])


def run(*command, **more):
    return subprocess.run([str(each) for each in command], text=True, capture_output=True, **more)


def generate(generator, folder, *arguments):
    done = run(generator, "-o", folder, "--emit", "bsp", *arguments)
    if done.returncode != 0:
        raise AssertionError(f"{arguments}: {done.returncode}: {done.stderr}")
    return folder


def tree_of(folder):
    return {str(each.relative_to(folder)): each.read_bytes() for each in sorted(folder.rglob("*")) if each.is_file()}


def printed_by_make(text, *variables):
    script = text + "".join(f"$(info {each}=$({each}))\n" for each in variables) + "all:\n"
    done = run("make", "-n", "-f", "-", "all", input=script)
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    return dict(line.split("=", 1) for line in done.stdout.splitlines() if line.split("=", 1)[0] in variables)


class Fixture(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        shutil.rmtree(WORK, ignore_errors=True)
        cls.nxp = generate(NXP, WORK / "nxp", "--kernel-tree", FIXTURES / "4.14", "--gst-tree",
                           FIXTURES / "gst-1.14") / "imx8qm-mek.bsp"
        cls.box = generate(GENERATOR, WORK / "box") / "camera-box.bsp"


class Yocto(Fixture):
    def layer(self, bsp):
        layers = list((bsp / "yocto").iterdir())
        self.assertEqual(len(layers), 1)
        return layers[0]

    def test_metadata_is_bitbake(self):
        for bsp in (self.nxp, self.box):
            names = [each for each in self.layer(bsp).rglob("*") if each.suffix in (".bb", ".bbappend", ".conf")]
            self.assertGreaterEqual(len(names), 3)
            for each in names:
                with self.subTest(file=each.name):
                    values, _ = bitbake.read(each.read_text())
                    for name in bitbake.files_of(values):
                        self.assertTrue((each.parent / "files" / name).is_file(), f"{each}: {name}")

    def test_layer(self):
        for bsp in (self.nxp, self.box):
            layer = self.layer(bsp)
            values = {name: value for name, _, value in bitbake.read((layer / "conf/layer.conf").read_text())[0]}
            word = values["BBFILE_COLLECTIONS"]
            self.assertEqual(layer.name, "meta-" + word)
            self.assertEqual(values["BBFILE_PATTERN_" + word], "^${LAYERDIR}/")
            self.assertTrue(values["LAYERSERIES_COMPAT_" + word])
            for pattern in values["BBFILES"].split():
                pattern = pattern.replace("${LAYERDIR}/", "")
                self.assertTrue(list(layer.glob(pattern)), pattern)

    def test_kernel_append(self):
        for bsp, colons in ((self.nxp, False), (self.box, True)):
            append = self.layer(bsp) / "recipes-kernel/linux/linux-%.bbappend"
            values, _ = bitbake.read(append.read_text())
            names = [name for name, _, _ in values]
            self.assertIn("FILESEXTRAPATHS:prepend" if colons else "FILESEXTRAPATHS_prepend", names)
            files = bitbake.files_of(values)
            self.assertEqual(files[0], bsp.name.replace(".bsp", ".cfg"))
            series = (bsp / "patches/series").read_text().split() if (bsp / "patches").exists() else []
            self.assertEqual(files[1:], series)
            self.assertEqual(len(series), 0 if colons else 1)
            # firmware, libc headers and others begin with linux- too
            self.assertIn("inherits_class('kernel', d)", append.read_text())
            self.assertEqual("DELTA_KERNEL_DEFCONFIG_append" in names, not colons)

    def test_patches_of_another_kernel(self):
        bsp = generate(GENERATOR, WORK / "patched", "--kernel-tree", FIXTURES / "6.12", "--author", "Ann Smith <ann@example.org>",
                       "--signoff", "--dialect", "yocto,kernel") / "camera-box.bsp"
        series = (bsp / "patches/series").read_text().split()
        self.assertEqual([each for each in series if "dt-bindings" not in each],
                         [each for each in series if re.match(r"\d{4}-(dma-Serve|dma-pool|dma-buf-heaps)", each)])
        self.assertEqual(len([each for each in series if "dt-bindings" not in each]), 3)
        values, _ = bitbake.read((self.layer(bsp) / "recipes-kernel/linux/linux-%.bbappend").read_text())
        self.assertEqual(bitbake.files_of(values), ["camera-box.cfg"] + series)
        for each in series:
            text = (bsp / "patches" / each).read_text()
            self.assertIn("From: Ann Smith <ann@example.org>", text)
            self.assertIn("Signed-off-by: Ann Smith <ann@example.org>", text)
        tree = WORK / "patched-tree"
        shutil.rmtree(tree, ignore_errors=True)
        shutil.copytree(FIXTURES / "6.12", tree)
        done = run("sh", bsp / "kernel/apply.sh", tree)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertTrue((tree / "drivers/dma-buf/heaps/carveout_pool_heap.c").is_file())
        # the generator sees it, too
        done = run(GENERATOR, "-o", WORK / "again", "--emit", "patches", "--kernel-tree", tree)
        self.assertEqual(done.returncode, 1)
        self.assertIn("dma-from-pool: ", done.stderr)
        self.assertIn("nothing was written", done.stderr)

    def test_gst_append(self):
        folder = self.layer(self.nxp) / "recipes-multimedia/gstreamer"
        values, _ = bitbake.read((folder / "gstreamer1.0-plugins-base_%.bbappend").read_text())
        self.assertEqual(bitbake.files_of(values), (self.nxp / "patches-gst/series").read_text().split())
        self.assertFalse((self.layer(self.box) / "recipes-multimedia").exists())

    def test_the_reader_refuses(self):
        good = (self.layer(self.nxp) / "recipes-kernel/linux/linux-%.bbappend").read_text()
        for wrong in ('SRC_URI += "file://a\n', "SRC_URI += file://a\n", 'SRC_URI = "a"b"\n', "echo hello\n", 'A = "${B"\n',
                      'A_append = "b"\nB:append = " c"\n', 'A:append = "b"\n', 'do_x() {\n  if\n}\n', 'A += "b" \\\n',
                      'FILESEXTRAPATHS:prepend = "${THISDIR}/files:"\n', 'A="b"\n', "do_x() {\n"):
            with self.subTest(wrong=wrong), self.assertRaises(bitbake.Refused):
                bitbake.read(good.replace("_prepend", ":prepend").replace("_append", ":append") + wrong
                             if "A_append" not in wrong else wrong)


class Buildroot(Fixture):
    def test_layout(self):
        for bsp in (self.nxp, self.box):
            root = bsp / "buildroot"
            description = dict(re.fullmatch(r"(name|desc): (.+)", line).groups()
                               for line in (root / "external.desc").read_text().splitlines())
            self.assertRegex(description["name"], r"^[A-Za-z0-9_]+$")
            self.assertTrue((root / "Config.in").is_file())
            printed_by_make((root / "external.mk").read_text())
            lines = (root / "configs" / f"{bsp.name[:-4]}.fragment").read_text()
            self.assertEqual([], [line for line in lines.splitlines()
                                  if not re.fullmatch(r'#.*|BR2_[A-Z0-9_]+=(y|"[^"]*")', line)])
            names = re.findall(r"^(BR2_\w+)=", lines, re.M)
            values = printed_by_make(f"BR2_EXTERNAL_{description['name']}_PATH := {root}\n" + lines, *names)
            paths = [value.strip('"') for value in values.values() if value != "y"]
            self.assertGreaterEqual(len(paths), 2)
            for each in paths:
                self.assertTrue(pathlib.Path(each).exists(), each)
            self.assertEqual("BR2_LINUX_KERNEL_PATCH" in names, bsp == self.nxp)

    def test_patches_and_fragment_are_the_same(self):
        board = self.nxp / "buildroot/board/imx8qm-mek"
        for each in (self.nxp / "patches/series").read_text().split():
            self.assertEqual((board / "patches" / each).read_bytes(), (self.nxp / "patches" / each).read_bytes())
        self.assertEqual((board / "linux.fragment").read_bytes(), (self.nxp / "imx8qm-mek.cfg").read_bytes())


class Android(Fixture):
    def test_make_reads_it(self):
        values = printed_by_make((self.nxp / "android/BoardConfigCarveout.mk").read_text(), "BOARD_KERNEL_CMDLINE")
        self.assertEqual(values["BOARD_KERNEL_CMDLINE"].split(), ["coherent_pool=384M"])
        self.assertFalse((self.nxp / "android/device-carveout.mk").exists())
        values = printed_by_make(f"LOCAL_PATH := {self.box}/android\nTARGET_COPY_OUT_VENDOR := vendor\n" +
                                 (self.box / "android/device-carveout.mk").read_text(), "PRODUCT_COPY_FILES")
        for each in values["PRODUCT_COPY_FILES"].split():
            source, target = each.split(":")
            self.assertTrue(pathlib.Path(source).is_file())
            self.assertTrue(target.startswith("vendor/etc/"))

    def test_ueventd(self):
        lines = [line for line in (self.box / "android/ueventd.camera-box.rc").read_text().splitlines() if line[0] != "#"]
        self.assertEqual(lines, ["/dev/dma_heap/video 0440 system camera", "/dev/dma_heap/display 0440 system camera"])


class UserSpace(Fixture):
    def test_udev(self):
        rule = (self.box / "99-camera-box-heaps.rules").read_text()
        lines = [line for line in rule.splitlines() if not line.startswith("#")]
        self.assertEqual(len(lines), 2)
        for line, name in zip(lines, ("video", "display")):
            pairs = [re.fullmatch(r'([A-Z]+)(==|=|\+=)"([^"]*)"', part).groups() for part in line.split(", ")]
            self.assertEqual(pairs, [("SUBSYSTEM", "==", "dma_heap"), ("KERNEL", "==", name), ("GROUP", "=", "video"),
                                     ("MODE", "=", "0660")])
        self.assertFalse((self.nxp / "99-imx8qm-mek-heaps.rules").exists())

    def test_only_what_applies_is_said(self):
        nxp, box = (self.nxp / "README.md").read_text(), (self.box / "README.md").read_text()
        self.assertIn("`/dev/ion`, heaps of type 2 (`ION_HEAP_TYPE_CARVEOUT`), `carveout`.", nxp)
        self.assertNotIn("/dev/dma_heap", nxp)
        self.assertIn("libcamera", box)
        self.assertNotIn("/dev/ion", box)
        self.assertNotIn("gstdmabufheaps", box)


    def test_what_comes_to_cma(self):
        self.assertIn("No request of the devices of this board, by the DMA API.", (self.nxp / "README.md").read_text())
        self.assertIn("There is no CMA area at all", (self.box / "README.md").read_text())


class ApplyScript(Fixture):
    def apply(self, *arguments, bsp=None):
        return run("sh", (bsp or self.nxp) / "kernel/apply.sh", *arguments)

    def tree(self, name):
        folder = WORK / name
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(FIXTURES / "4.14", folder)
        return folder

    def test_syntax(self):
        script = self.nxp / "kernel/apply.sh"
        for shell in ("dash", "bash", "sh"):
            if shutil.which(shell):
                done = run(shell, "-n", script)
                self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertTrue(script.stat().st_mode & 0o111)

    def test_once_and_again(self):
        tree = self.tree("apply")
        before = tree_of(tree)
        done = self.apply("--check", tree)
        self.assertEqual((done.returncode, done.stdout), (0, f"the patches apply to {tree}\n"), done.stderr)
        self.assertEqual(tree_of(tree), before)
        done = self.apply(tree)
        self.assertEqual(done.returncode, 0, done.stderr)
        after = tree_of(tree)
        self.assertEqual(after.keys(), before.keys())  # no .orig, no .rej
        self.assertEqual([each for each in after if after[each] != before[each]], ["arch/arm64/mm/dma-mapping.c"])
        done = self.apply(tree)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("are in", done.stdout)
        self.assertEqual(tree_of(tree), after)

    def test_lines_that_moved(self):
        tree = self.tree("moved")
        file = tree / "arch/arm64/mm/dma-mapping.c"
        file.write_text("/* one */\n/* two */\n" + file.read_text())
        done = self.apply(tree)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("offset 2 lines", done.stdout)
        self.assertEqual([each for each in tree.rglob("*") if each.suffix in (".orig", ".rej")], [])

    def test_the_first_surprise(self):
        tree = self.tree("surprise")
        file = tree / "arch/arm64/mm/dma-mapping.c"
        file.write_text(file.read_text().replace("gfpflags_allow_blocking", "may_sleep"))
        before = tree_of(tree)
        done = self.apply(tree)
        self.assertEqual(done.returncode, 1)
        self.assertIn("does not apply", done.stderr)
        self.assertIn("nothing was changed", done.stderr)
        self.assertEqual(tree_of(tree), before)

    def test_refusals(self):
        for arguments, status, said in (((), 2, "usage"), (("--fast", "x"), 2, "usage"), (("a", "b"), 2, "usage"),
                                        ((WORK,), 1, "is no kernel source"),
                                        ((FIXTURES / "5.10",), 1, "is Linux 5.10; this was made for 4.14"),
                                        (("--build", WORK, FIXTURES / "4.14"), 1, "has no .config")):
            with self.subTest(arguments=arguments):
                done = self.apply(*arguments)
                self.assertEqual(done.returncode, status, done.stderr)
                self.assertIn(said, done.stderr)
        done = self.apply(FIXTURES / "6.12", bsp=self.box)
        self.assertEqual(done.returncode, 1)
        self.assertIn("make them: carveout patch --tree", done.stderr)
        self.assertIn("--recipe dma-from-pool --recipe pool-unclamp --recipe carveout-heap -o", done.stderr)


class Refusals(unittest.TestCase):
    def refused(self, status, said, generator, *arguments):
        folder = WORK / "refused"
        shutil.rmtree(folder, ignore_errors=True)
        done = run(generator, "-o", folder, *arguments)
        self.assertEqual(done.returncode, status, done.stderr)
        self.assertIn(said, done.stderr)
        self.assertFalse(folder.exists() and any(folder.iterdir()))

    def test_them(self):
        self.refused(2, "unknown dialect 'gentoo'; known are yocto, buildroot, android, kernel", NXP, "--emit", "bsp",
                     "--dialect", "yocto,gentoo")
        self.refused(2, "--dialect is for the output bsp", NXP, "--dialect", "yocto")
        self.refused(2, "'patches' needs --kernel-tree DIR", NXP, "--emit", "patches")
        self.refused(2, "--kernel-tree is for the outputs patches and bsp", NXP, "--kernel-tree", FIXTURES / "4.14")
        self.refused(2, "--signoff needs --author", NXP, "--emit", "bsp", "--signoff")
        self.refused(2, "--author 'me'", NXP, "--emit", "bsp", "--author", "me")
        self.refused(2, "is Linux 5.10", NXP, "--emit", "bsp", "--kernel-tree", FIXTURES / "5.10")
        self.refused(2, "is no Linux source tree", NXP, "--emit", "patches", "--kernel-tree", WORK)
        tree = WORK / "odd"
        shutil.rmtree(tree, ignore_errors=True)
        shutil.copytree(FIXTURES / "4.14", tree)
        file = tree / "arch/arm64/mm/dma-mapping.c"
        file.write_text(file.read_text().replace("gfpflags_allow_blocking", "may_sleep"))
        self.refused(1, "dma-from-pool: arch/arm64/mm/dma-mapping.c:", NXP, "--emit", "patches", "--kernel-tree", tree)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
