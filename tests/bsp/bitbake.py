# SPDX-License-Identifier: BSL-1.0
"""The part of BitBake's syntax that our metadata may use, read strictly: what is not documented is refused."""
import re
import subprocess

ASSIGNMENT = re.compile(r'([A-Za-z_][A-Za-z0-9_.+/${}:-]*?)(\[[a-z]+\])?\s+(=|:=|\?=|\?\?=|\+=|=\+|\.=|=\.)\s+"(.*)"')
FUNCTION = re.compile(r"([A-Za-z_][A-Za-z0-9_:${}-]*)\(\) \{")
TASK = re.compile(r"addtask [a-z_]+( (after|before)( [a-z_]+)+)+")
INHERIT = re.compile(r"inherit( [a-z0-9_-]+)+")
EXPANSION = re.compile(r"\$\{(@[^{}]*|[A-Za-z0-9_:-]+(?:\$\{[A-Z]+\})?)\}")


class Refused(Exception):
    pass


def read(text):
    """[(name, operator, value)], and the names of the functions."""
    if not text.endswith("\n"):
        raise Refused("no newline at the end")
    values, functions, lines = [], [], text.split("\n")[:-1]
    at = 0
    while at < len(lines):
        line, first = lines[at], at + 1
        at += 1
        if not line.strip():
            continue
        if line.startswith("#"):
            if line.endswith("\\"):
                raise Refused(f"{first}: a comment that goes on")
            continue
        if function := FUNCTION.fullmatch(line):
            body = []
            while at < len(lines) and lines[at] != "}":
                body.append(lines[at])
                at += 1
            if at == len(lines):
                raise Refused(f"{first}: a function without end")
            at += 1
            check_shell("\n".join(body), first)
            functions.append(function[1])
            continue
        while line.endswith("\\"):
            if at == len(lines):
                raise Refused(f"{first}: a line that goes on at the end of the file")
            line = line[:-1] + lines[at]
            at += 1
        if assignment := ASSIGNMENT.fullmatch(line):
            name, flag, operator, value = assignment.groups()
            if '"' in value:
                raise Refused(f"{first}: a quote inside quotes")
            rest = EXPANSION.sub("", value)
            if "${" in rest or "}" in rest:
                raise Refused(f"{first}: an expansion that is none: {value}")
            values.append((name + (flag or ""), operator, value))
        elif not TASK.fullmatch(line) and not INHERIT.fullmatch(line):
            raise Refused(f"{first}: this is no statement: {line}")
    check_overrides(values)
    return values, functions


def check_shell(body, line):
    plain = EXPANSION.sub("X", body)
    done = subprocess.run(["sh", "-n"], input=plain, text=True, capture_output=True)
    if done.returncode != 0:
        raise Refused(f"{line}: no shell: {done.stderr}")


def check_overrides(values):
    old = [name for name, _, _ in values if re.search(r"_(append|prepend|remove)$", name) or name.startswith("FILES_")]
    new = [name for name, _, _ in values if ":" in name]
    if old and new:
        raise Refused(f"old and new override syntax side by side: {old[0]}, {new[0]}")
    for name, operator, value in values:
        if re.search(r"[_:]append$", name) and not value.startswith(" "):
            raise Refused(f"{name}: a blank is not added by itself")
        if re.search(r"[_:]prepend$", name) and not value.endswith((" ", ":")):
            raise Refused(f"{name}: nothing separates it from what follows")
        if name.split(":")[0].split("_prepend")[0] == "FILESEXTRAPATHS" and operator != ":=":
            raise Refused("FILESEXTRAPATHS is expanded where it is written: use :=")


def files_of(values):
    """What `file://` names in SRC_URI, directly or by the variable that a guard reads."""
    known = {name: value for name, _, value in values}
    text = " ".join(value for name, _, value in values if name == "SRC_URI")
    for variable in re.findall(r"d\.getVar\('([A-Z_]+)'\)", text):
        text += " " + known.get(variable, "")
    return re.findall(r"file://(\S+)", re.sub(r"\$\{@[^}]*\}", " ", text))
