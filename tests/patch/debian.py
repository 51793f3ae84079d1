#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""debian.py TREE COMMAND FIXTURES WORK_DIR: every recipe that applies to a real kernel's files: its patches apply without fuzz or
offset, come back to the letter, are as scripts/checkpatch.pl wants them, and as a semantic patch make the same file."""
import json
import pathlib
import shutil
import subprocess
import sys

tree, command, fixtures, work = pathlib.Path(sys.argv[1]), sys.argv[2], pathlib.Path(sys.argv[3]), pathlib.Path(sys.argv[4])
shutil.rmtree(work, ignore_errors=True)
work.mkdir(parents=True)
author = ["--author", "Ann Smith <ann@example.org>", "--signoff"]
# What is not kept to: a patch that is not for mainline has nobody to add to MAINTAINERS.
ignored = "FILE_PATH_CHANGES"


def run(*arguments, status=0):
    done = subprocess.run(list(map(str, arguments)), capture_output=True, text=True)
    assert done.returncode == status, (arguments, done)
    return done.stdout


def files_of(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def style(patches):
    run("perl", tree / "scripts/checkpatch.pl", "--strict", "--no-tree", "--no-summary", "--show-types", "--ignore", ignored, *patches)


def series(folder):
    return [folder / line for line in (folder / "series").read_text().splitlines()]


verdicts = json.loads(run(command, "patch", "--tree", tree, "--check", "--format", "json"))
recipes = [each["recipe"] for each in verdicts if each["verdict"] == "applies"]
assert {"dma-from-pool", "max-order-prompt"} <= set(recipes), verdicts
for each in verdicts:
    assert each["verified"] or each["recipe"] not in recipes, f"{each['recipe']} does not say that it was verified on this release"
before = files_of(tree)
for recipe in recipes + ["all"]:
    asked = [argument for each in (recipes if recipe == "all" else [recipe]) for argument in ("--recipe", each)]
    patched = work / recipe
    shutil.copytree(tree, patched)
    out = work / f"{recipe}.out"
    run(command, "patch", "--tree", tree, *asked, *author, "-o", out)
    for each in series(out):
        said = run("patch", "-d", patched, "-p1", "-F0", "-i", each.resolve())
        assert "fuzz" not in said and "offset" not in said, said
    style(series(out))
    for each in recipes if recipe == "all" else [recipe]:
        answer = subprocess.run([command, "patch", "--tree", patched, "--recipe", each], capture_output=True, text=True)
        assert answer.returncode == 1 and "already applied" in answer.stderr, answer
    back = work / f"{recipe}.back"
    run(command, "patch", "--tree", patched, *asked, "--reverse", "-o", back)
    restored = work / f"{recipe}.restored"
    shutil.copytree(patched, restored)
    for each in series(back):
        run("patch", "-d", restored, "-p1", "-F0", "-i", each.resolve())
    assert files_of(restored) == before, recipe
    for each in reversed(series(out)):
        run("patch", "-d", patched, "-R", "-p1", "-F0", "-i", each.resolve())
    assert files_of(patched) == before, recipe
    for each in series(out):
        run("patch", "-d", patched, "-p1", "-F0", "-i", each.resolve())

    rules = work / f"{recipe}.cocci"
    answer = subprocess.run([command, "patch", "--tree", tree, *asked, "--format", "cocci", "-o", rules], capture_output=True, text=True)
    if answer.returncode == 0 and shutil.which("spatch"):
        for name, text in files_of(patched).items():
            if before.get(name) not in (None, text):
                run("spatch", "--very-quiet", "--sp-file", rules, tree / name, "-o", work / "spatch.c")
                assert (work / "spatch.c").read_bytes() == text, (recipe, name)
                print(f"{recipe}: spatch makes the same {name}")

# sources for kernels that Debian has no package of are held to the same style
for fixture in ("4.14", "4.19", "5.2", "5.4", "5.10"):
    out = work / f"ion-{fixture}"
    run(command, "patch", "--tree", fixtures / fixture, "--recipe", "ion-carveout", *author, "-o", out)
    style(series(out))
print("checked: " + ", ".join(recipes) + "; checkpatch --strict without " + ignored)
