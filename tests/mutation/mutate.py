#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""mutate.py: which changes to the rules and the kernel tables would no test notice?

Changes one thing at a time in include/carveout/check/rules/*.hpp and include/carveout/kernel/*.hpp (message*.hpp excepted): a
comparison (< becomes <= and >=), && and ||, a unary !, an integer (n + 1 and n - 1), true and false, and looks whether a test notices: a fixture
of tests/rules gives another text than without the change, or a test case of tests/unit fails. A mutant that nobody notices is a
survivor: a test is missing, or the change means nothing; then survivors.txt says why.

All mutants are compiled at once: the headers are rewritten so that each place asks the environment variable CARVEOUT_MUTANT
whether it is the one (rewrite.py), and the program is run once per mutant. What fixtures print without one is what is expected
of them, so here only their inputs are judged; that the text is right is the business of tests/rules. The unit tests come with
their own expectations: those of the kernel, of plans and of checks are compiled in, with run-time checks only. What is left is
run again with sanitizers.

  mutate.py                                  everything; status 1 when more than 5 % of the mutants survive, or one unexplained
  mutate.py --only 'check/rules/cma.hpp'     the mutants of one header, while writing its tests
  mutate.py --list                           the mutants with their numbers; compiles nothing
  mutate.py --show 17                        the first line of output that mutant 17 changes (numbers as in --list with the same --only)
  mutate.py --no-unit                        fixtures alone
  mutate.py --verify                         also that the rewritten headers say what the original ones say

A line of survivors.txt:   file | source line, white space normalised, comments removed | mutation | why
It holds for every line of the file that reads so, and fails when no survivor is left that it explains.
"""
import argparse
import concurrent.futures
import fnmatch
import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import rewrite

HERE = Path(__file__).resolve().parent
# For what survives without: they stand in for constant evaluation, where the real tests run and undefined behaviour is an error.
SANITIZERS = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-fno-sanitize=vptr"]
FLAGS = ["-std=c++20", "-O0", "-w", "-Wno-narrowing", "-D_GLIBCXX_ASSERTIONS", "-fmax-errors=200"]
MUTATED = ("carveout/check/rules/*.hpp", "carveout/kernel/*.hpp")
NOT_MUTATED = ("carveout/kernel/message*.hpp",)  # texts for people
FIXTURES_PER_FILE = 12
UNIT_TESTS = re.compile(r"#include <carveout/(kernel|plan|check)/")  # those that can notice anything
# they take long and search for other mistakes; are about texts; need their plans before anything runs
NOT_UNIT_TESTS = ("*_random.cpp", "messages.cpp", "simulated_soc.cpp")


class Failure(Exception):
    """Something that has to be put right before there is a result."""


def progress(text, done=False):
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{text}" + ("\n" if done else ""))
        sys.stderr.flush()


def write_if_changed(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text() != text:
        path.write_text(text)


# --- survivors.txt


class Explanations:
    def __init__(self, path):
        self.path, self.entries = path, {}
        for number, line in enumerate(path.read_text().splitlines() if path.exists() else [], 1):
            if not line.strip() or line.startswith("#"):
                continue
            parts = line.split(" | ")
            if len(parts) < 4 or not parts[-1].strip():
                raise Failure(f"{path}:{number}: not of the form: file | source line | mutation | why")
            key = parts[0].strip(), " ".join(" | ".join(parts[1:-2]).split()), " ".join(parts[-2].split())
            if key in self.entries:
                raise Failure(f"{path}:{number}: the same as line {self.entries[key][0]}")
            self.entries[key] = number, parts[-1].strip()

    def why(self, mutant):
        return self.entries.get(mutant.key(), (0, None))[1]

    def unused(self, mutants, survivors):
        """Why each entry that explains nothing does not."""
        known, open_ = {each.key() for each in mutants}, {each.key() for each in survivors}
        for key, (number, _) in sorted(self.entries.items(), key=lambda item: item[1]):
            if key not in open_:
                reason = "this mutant is noticed now" if key in known else "no such mutant"
                yield f"{self.path}:{number}: {reason}: {' | '.join(key)}"


# --- the program that tells the mutants apart


def read_headers(source):
    root = source / "include"
    return {str(path.relative_to(root)): path.read_text() for path in sorted(root.rglob("*.hpp"))}


def is_mutated(name, only):
    return any(fnmatch.fnmatch(name, each) for each in MUTATED) and \
        not any(fnmatch.fnmatch(name, each) for each in NOT_MUTATED) and \
        (not only or any(fnmatch.fnmatch(name, each) or fnmatch.fnmatch(name, f"carveout/{each}") for each in only))


class Program:
    def __init__(self, options):
        self.options, self.work = options, options.work
        self.includes = ["-include", str(HERE / "mutants.hpp"), "-I", str(self.work), "-I", str(HERE),
                         "-I", str(options.source / "tests" / "rules"), "-I", str(options.source / "codegen")]
        for each in options.include:
            self.includes += ["-isystem", each]

    def write_headers(self, texts):
        folder = self.work / "include"
        for path in list(folder.rglob("*.hpp")):
            if str(path.relative_to(folder)) not in texts:
                path.unlink()
        for name, text in texts.items():
            write_if_changed(folder / name, text)

    def write_parts(self):
        """A source file per few folders of tests/rules."""
        self.names, parts, rules = [], [], self.options.source / "tests" / "rules"
        folders = sorted(path.parent for path in rules.glob("*/bad.hpp"))
        for old in self.work.glob("part_*.cpp"):
            old.unlink()
        template = (HERE / "harness.cpp.in").read_text()
        for first in range(0, len(folders), FIXTURES_PER_FILE):
            includes, bodies, calls = ["#include <carveout/carveout.hpp>"], [], []
            for folder in folders[first:first + FIXTURES_PER_FILE]:
                space = "r_" + re.sub(r"\W", "_", folder.name)
                bodies.append(f"namespace {space} {{\nusing namespace ::rule_test;")
                for file in sorted(folder.glob("*.hpp")):
                    text, needs = rewrite.runtime_fixture(file.read_text())
                    includes += [f"#include {each}" for each in needs if each not in ('"bad.hpp"', '"good.hpp"')]
                    bodies.append(f'#line 1 "{file}"\n{text}')
                    for name in re.findall(r"\b((?:bad|good)(?:_plan)?)\s*(?:=|\{(?!\s*return))", text):
                        self.names.append(f"{folder.name} {name}")
                        calls.append(f'  mutation::fixture("{folder.name} {name}", {space}::rule_test::{name});')
                bodies.append("}  // namespace")
            name = f"part_{len(parts)}"
            text = template.replace("@INCLUDES@", "\n".join(dict.fromkeys(includes))).replace("@NAME@", name)
            text = text.replace("@FIXTURES@", "\n".join(bodies)).replace("@CALLS@", "\n".join(calls))
            write_if_changed(self.work / f"{name}.cpp", text)
            parts.append(name)
        write_if_changed(self.work / "parts.inc", "".join(f"CARVEOUT_MUTATION_PART({name})\n" for name in parts))
        return [self.work / f"{name}.cpp" for name in parts] + [HERE / "harness_main.cpp"] + self.write_unit_tests()

    def write_unit_tests(self):
        unit, copies = self.options.source / "tests" / "unit", self.work / "unit"
        for old in copies.glob("*"):
            old.unlink()
        if self.options.no_unit:
            return []
        for file in [*unit.glob("*.hpp"), *unit.glob("*.cpp")]:
            text = file.read_text()
            if file.suffix == ".hpp" or UNIT_TESTS.search(text) and not any(file.match(each) for each in NOT_UNIT_TESTS):
                text = '#include "judge.hpp"\n' * (file.suffix == ".cpp") + f'#line 1 "{file}"\n' + rewrite.runtime(text)[0]
                write_if_changed(copies / file.name, text)
        return sorted(copies.glob("*.cpp"))

    def command(self, include, file, more):
        return [*self.options.compiler, *FLAGS, *self.includes, "-I", str(include), *more, str(file)]

    def complaints(self):
        """What the compiler says against the headers alone: [(is an error, header, line, message)]."""
        everything = self.work / "headers.cpp"
        write_if_changed(everything, "#include <carveout/carveout.hpp>\n" + "".join(
            f"#include <{name}>\n" for name in sorted(read_headers(self.options.source)) if is_mutated(name, None)))
        run = subprocess.run(self.command(self.work / "include", everything, ["-fsyntax-only"]), capture_output=True, text=True)
        self.log, found = run.stderr, []
        for line in run.stderr.splitlines():
            match = re.match(r"(.*?/include/)(carveout/[^:]+):(\d+):\d+:\s+(error|fatal error|note|\s*required)?(.*)", line)
            if match and match[1].startswith(str(self.work)):
                found.append(("error" in (match[4] or ""), match[2], int(match[3]), match[5]))
        return run.returncode != 0, found

    def compile(self, include, tag, flags=()):
        """The program against a folder of headers; what has not changed is not compiled again."""
        files, self.unused_tests = self.write_parts(), {}
        headers = hashlib.sha256()
        for path in sorted([*include.rglob("*.hpp"), *HERE.glob("*.hpp"), *(self.work / "unit").glob("*.hpp")]):
            headers.update(str(path).encode() + path.read_bytes())
        headers.update((self.work / "parts.inc").read_bytes())

        def one(file):
            out = self.work / tag / f"{file.stem}.o"
            command = self.command(include, file, [*flags, "-c", "-o", str(out)])
            key = headers.copy()
            key.update(file.read_bytes() + repr(command).encode())
            stamp = out.with_suffix(".key")
            if out.exists() and stamp.exists() and stamp.read_text() == key.hexdigest():
                return out
            out.parent.mkdir(parents=True, exist_ok=True)
            run = subprocess.run(command, capture_output=True, text=True)
            if run.returncode != 0 and file.parent.name == "unit":
                self.unused_tests[file.name] = run.stderr
                return None
            if run.returncode != 0:
                raise Failure(f"{file} does not compile:\n{run.stderr[:6000]}")
            stamp.write_text(key.hexdigest())
            return out

        progress(f"compiling {len(files)} files ({tag})")
        with concurrent.futures.ThreadPoolExecutor(self.options.jobs) as pool:
            objects = [each for each in pool.map(one, files) if each]
        program = self.work / tag / "harness"
        run = subprocess.run([*self.options.compiler, *flags, "-o", str(program), *map(str, objects)], capture_output=True, text=True)
        if run.returncode != 0:
            raise Failure(f"the harness does not link:\n{run.stderr[:4000]}")
        return program


def rewrite_headers(program, project):
    """Rewrites until the compiler accepts it: what it objects to is taken back and counted as skipped."""
    for _ in range(12):
        texts, mutants, skipped = project.rewrite()
        program.write_headers(texts)
        progress("reading the rewritten headers")
        failed, complaints = program.complaints()
        if not failed:
            return mutants, skipped
        undone = [project.undo(name, line) for is_error, name, line, _ in complaints if is_error]
        if not any(undone):
            undone = [project.restore_constant(name, line) for is_error, name, line, _ in complaints]
        if not any(undone):
            undone = [project.undo(name, line) for is_error, name, line, _ in complaints]
        if not any(undone):
            break
    raise Failure(f"the rewritten headers do not compile:\n{program.log[:6000]}")


# --- running it


def run(program, mutant, seconds=10.0):
    """(how it ended, what it printed)"""
    environment = {**os.environ, "CARVEOUT_MUTANT": str(mutant), "LC_ALL": "C",
                   "CARVEOUT_MUTATION_MILLISECONDS": str(int(1000 * seconds)),
                   # a mutant that never stops writing ends here and not in the machine's memory
                   "ASAN_OPTIONS": "detect_leaks=0:max_allocation_size_mb=256:hard_rss_limit_mb=512:symbolize=0",
                   "UBSAN_OPTIONS": "symbolize=0"}
    try:
        done = subprocess.run([str(program)], env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, timeout=60 + 10 * seconds)
    except subprocess.TimeoutExpired:
        return "endless", b""
    if done.returncode == -signal.SIGPROF:
        return "endless", done.stdout
    return ("" if done.returncode == 0 else f"status {done.returncode}"), done.stdout


def sections(output):
    """{name: text}"""
    return dict(each.split("\n", 1) for each in ("\n" + output.decode(errors="replace")).split("\n== ")[1:] if "\n" in each)


def expected(program):
    end, text = run(program, 0)
    if end or not text.endswith(b"== end\n"):
        raise Failure(f"without a mutant the program ends with {end or 'no end mark'}:\n{text[-600:].decode(errors='replace')}")
    if b"== unit tests\npass\n" not in text:
        raise Failure(f"without a mutant a unit test fails:\n{text[text.index(b'== unit tests'):][:2000].decode(errors='replace')}")
    if run(program, 0)[1] != text:
        raise Failure("without a mutant the program prints something else every time")
    return text


def run_all(program, mutants, options):
    """{mutant's id: what noticed it, or None}"""
    begin = time.monotonic()
    text = expected(program)
    seconds = options.timeout or max(0.3, 5 * (time.monotonic() - begin))  # it ran twice
    original, noticed = sections(text), {}

    def one(mutant):
        end, output = run(program, mutant.id, seconds)
        if not end and output == text:
            return mutant.id, None
        now = sections(output)
        changed = [name for name in {**original, **now} if now.get(name) != original.get(name) and name != "unit tests"]
        if end:  # the sections behind are missing, so the first one is where it ended
            return mutant.id, f"{end} in {changed[0] if changed else 'unit tests'}"
        return mutant.id, changed[0] if changed else "unit tests"

    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for count, (id, by) in enumerate(pool.map(one, mutants), 1):
            noticed[id] = by
            progress(f"{count} of {len(mutants)} mutants, {sum(each is None for each in noticed.values())} unnoticed")
    progress("")
    return noticed


def show(programs, mutant, options):
    print(f"{mutant.file}:{mutant.line}:{mutant.column}: {mutant.change}\n    {mutant.source}")
    for program in programs:
        before = expected(program).decode(errors="replace").splitlines()
        end, output = run(program, mutant.id, options.timeout or 10)
        after = output.decode(errors="replace").splitlines()
        if end:
            print(f"{program.parent.name}: ends with {end}")
        section = ""
        for old, new in zip(before, after + ["(nothing)"] * len(before)):
            section = old if old.startswith("== ") else section
            if old != new:
                print(f"{section}\n- {old}\n+ {new}")
                return
        print(f"{program.parent.name}: unnoticed")


# --- the report


def report(mutants, noticed, skipped, explanations, options):
    survivors = [each for each in mutants if noticed[each.id] is None]
    alive = {each.id for each in survivors}
    open_ = [each for each in survivors if not explanations.why(each)]
    for each in open_:
        print(f"include/{each.file}:{each.line}:{each.column}: {each.change}\n    {each.source}")
    # with --only, entries about other headers are no concern
    unused = list(explanations.unused(mutants, survivors)) if not options.only else []
    for line in unused:
        print(line)
    files = {}
    for each in mutants:
        count = files.setdefault(each.file, [0, 0, 0])
        count[0] += 1
        count[1] += each.id in alive
        count[2] += each.id in alive and bool(explanations.why(each))
    for name, (all_, left, explained) in sorted(files.items()):
        print(f"{name}: {all_} mutants, {all_ - left} noticed, {explained} explained, {left - explained} open")
    percent = 100 * len(survivors) / len(mutants) if mutants else 0
    print(f"skipped: {sum(skipped.values())}" + "".join(f", {count} {why}" for why, count in sorted(skipped.items())))
    print(f"{len(mutants)} mutants, {len(survivors)} survivors, {len(survivors) - len(open_)} of them explained: "
          f"{percent:.1f} %, at most {options.limit:g} % allowed, all explained")
    if options.json:
        entry = lambda each: {"file": f"include/{each.file}", "line": each.line, "column": each.column, "mutation": each.change,
                              "source": each.source, "explanation": explanations.why(each)}
        options.json.write_text(json.dumps({
            "mutants": len(mutants), "noticed": len(mutants) - len(survivors), "survivors_percent": round(percent, 2),
            "skipped": skipped, "survivors": [entry(each) for each in survivors], "unused_explanations": unused,
            "noticed_by": {str(each.id): noticed[each.id] for each in mutants if each.id not in alive},
        }, indent=1) + "\n")
    return 1 if percent > options.limit or unused or (open_ and not options.only) else 0


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--source", type=Path, default=HERE.parent.parent, help="the project's folder")
    parser.add_argument("--work", type=Path, help="where to write and compile (default: build/mutation of the project)")
    parser.add_argument("--compiler", default="g++", help="a g++, with arguments if need be")
    parser.add_argument("--include", action="append", default=[], metavar="FOLDER", help="where Boost is, if not in a usual place")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--timeout", type=float, metavar="SECONDS",
                        help="of processor time that a mutant may take (default: ten times what the original takes)")
    parser.add_argument("--limit", type=float, default=5, metavar="PERCENT", help="of survivors")
    parser.add_argument("--survivors", type=Path, default=HERE / "survivors.txt", help="the mutants that are explained")
    parser.add_argument("--json", type=Path, metavar="FILE", help="the report, for programs")
    parser.add_argument("--only", action="append", default=[], metavar="HEADER", help="a pattern such as 'kernel/*.hpp'; repeatable")
    parser.add_argument("--list", action="store_true", help="the mutants; compiles nothing")
    parser.add_argument("--show", type=int, metavar="NUMBER", help="what a mutant changes")
    parser.add_argument("--no-unit", action="store_true", help="without the unit tests")
    parser.add_argument("--verify", action="store_true", help="compare with the original headers too; compiles twice")
    options = parser.parse_args()
    options.source = options.source.resolve()
    options.work = (options.work or options.source / "build" / "mutation").resolve()
    options.compiler = options.compiler.split()
    return options


def main():
    options = arguments()
    headers = read_headers(options.source)
    mutated = {name for name in headers if is_mutated(name, options.only)}
    if not mutated:
        raise Failure(f"no header matches {' '.join(options.only)}")
    project = rewrite.Project(headers, mutated)
    if options.list:
        for each in project.rewrite()[1]:
            print(f"{each.id}: {each.file}:{each.line}:{each.column}: {each.change}    {each.source}")
        return 0
    options.work.mkdir(parents=True, exist_ok=True)
    explanations, program = Explanations(options.survivors), Program(options)
    mutants, skipped = rewrite_headers(program, project)
    binary = program.compile(options.work / "include", "plain")
    if options.verify and expected(binary) != expected(program.compile(options.source / "include", "original")):
        raise Failure("the rewritten headers do not say what the original ones say; compare plain/harness and original/harness "
                      f"in {options.work}")
    if options.show is not None:
        if not 1 <= options.show <= len(mutants):
            raise Failure(f"there are mutants 1 to {len(mutants)}")
        show([binary, program.compile(options.work / "include", "sanitized", SANITIZERS)], mutants[options.show - 1], options)
        return 0
    for name, why in sorted(program.unused_tests.items()):
        first = next((line for line in why.splitlines() if "error:" in line), "")
        print(f"tests/unit/{name} is not used, because it needs constants: {first}")
    noticed = run_all(binary, mutants, options)
    left = [each for each in mutants if noticed[each.id] is None]
    noticed.update(run_all(program.compile(options.work / "include", "sanitized", SANITIZERS), left, options))
    return report(mutants, noticed, skipped, explanations, options)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Failure as failure:
        progress("")
        sys.exit(f"mutate.py: {failure}")
