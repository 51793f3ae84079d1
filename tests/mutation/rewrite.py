# SPDX-License-Identifier: BSL-1.0
"""Mutant schemata: rewrites C++ so that every place worth a mutation asks at run time which mutant is active.

  a < b      a < mut::less<7>{} > b             an operator of the same precedence, so no operand has to be found
  a == b     a == mut::same<9>{} == b
  !a         mut::no<10>{} ->* a                binds tighter than everything but unary operators
  a && b     mut::flip<11>(mut::flip<11>(a) && mut::flip<11>(b))   by De Morgan; evaluates b as the original or the mutant does
  4          mut::pick<12>(4, 5, 3)

Line numbers stay. What is active is read from the environment, so nothing that has a mutant may be a constant: functions lose
their constexpr, variables become const, static_asserts go. What has to be a constant (template arguments, array extents, case
labels, enumerators) is skipped, and counted. A tokenizer and the layout of clang-format (`a < b` is a comparison, `a<b` a
template) tell one from the other; where that guesses wrong the compiler objects, and undo() takes the place back.
"""
import bisect
import re
from dataclasses import dataclass, field

TOKEN = re.compile(r'''
  (?P<space>\s+|//[^\n]*|/\*.*?\*/)
| (?P<pp>^[ \t]*\#(?:\\\n|[^\n])*)
| (?P<str>(?:u8|[uUL])?R"(?P<delim>[^()\s\\"]*)\(.*?\)(?P=delim)"|(?:u8|[uUL])?"(?:\\.|[^"\\\n])*")(?P<udl>\w*)
| (?P<num>\.?[0-9](?:[eEpP][+-]|'?[\w.])*)
| (?P<chr>(?:u8|[uUL])?'(?:\\.|[^'\\\n])+')
| (?P<id>[A-Za-z_]\w*)
| (?P<op><=>|->\*|->|\+\+|--|<<=|<<|<=|>=|==|!=|&&|\|\||::|\.\.\.|\.\*|[-+*/%&|^]=|\[\[|.)
''', re.X | re.S | re.M)

CASTS = {"static_cast", "const_cast", "reinterpret_cast", "dynamic_cast"}
EXPRESSION_KEYWORDS = {"return", "case", "else", "throw", "co_return", "co_yield", "new", "delete", "in", "do"}
RULE_MEMBERS = {"id", "level", "summary", "mirrors", "after"}  # what a rule says about itself, not what it does
ASSIGNMENTS = {"=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>="}
COMPARISONS = {"<": ("<=", ">="), "<=": ("<", ">"), ">": (">=", "<="), ">=": (">", "<"), "==": ("!=",), "!=": ("==",)}
PROXIES = {"<": ("<", "less", ">"), "<=": ("<", "less_equal", ">"), ">": ("<", "greater", ">"),
           ">=": ("<", "greater_equal", ">"), "==": ("==", "same", "=="), "!=": ("==", "differs", "==")}
INTEGER = re.compile(r"(0[xX][0-9a-fA-F']+|0[bB][01']+|[0-9][0-9']*)([uUlLzZ]*)(_[A-Za-z]\w*)?")


@dataclass
class Token:
    kind: str
    text: str
    start: int
    end: int
    line: int
    spaced: bool  # white space or a comment before it


@dataclass
class Mutant:
    id: int
    file: str
    line: int
    column: int
    change: str
    source: str  # the line's tokens, white space and comments normalised: what the allow-list is keyed by

    def key(self):
        return self.file, self.source, self.change


@dataclass
class Site:
    token: int
    kind: str
    original: str
    others: tuple  # what it becomes, one mutant each
    span: tuple = ()  # of a logical operator: first and last token of both operands


@dataclass
class Declaration:
    """A constexpr function or variable."""
    token: int  # `constexpr`
    end: int
    name: str
    is_function: bool
    is_template: bool
    header_end: int  # where the initialiser or the body begins
    convert: bool = True


class Source:
    """One header: its tokens, which bracket belongs to which, and what could be mutated."""

    def __init__(self, name, text):
        self.name, self.text = name, text
        self.line_starts = [0] + [m.end() for m in re.finditer("\n", text)]
        self.tokens, self.includes = [], []
        self._tokenize()
        self._match_brackets()
        self.skipped = []  # (first, last, reason)
        self._find_skipped()
        self.declarations = []
        self._find_declarations()
        self.skipped_sites = {}

    # --- tokens and brackets

    def line_of(self, position):
        return bisect.bisect_right(self.line_starts, position)

    def _tokenize(self):
        spaced, at = True, 0
        while at < len(self.text):
            match = TOKEN.match(self.text, at)
            at, kind = match.end(), match.lastgroup
            if kind == "delim" or match["str"] is not None:
                kind = "str"
            if kind == "space":
                spaced = True
                continue
            if kind == "pp":
                found = re.match(r'\s*#\s*include\s*([<"][^>"]+[>"])', match[0])
                if found:
                    self.includes.append(found[1])
                spaced = True
                continue
            text = match[0]
            if text == "[[":  # attributes; `a[[] {...}()]` is not written here
                self.tokens.append(Token("op", "[", match.start(), match.start() + 1, self.line_of(match.start()), spaced))
                self.tokens.append(Token("op", "[", match.start() + 1, match.end(), self.line_of(match.start()), False))
            else:
                self.tokens.append(Token(kind, text, match.start(), match.end(), self.line_of(match.start()), spaced))
            spaced = False

    def _opens_template(self, i):
        if i == 0:
            return False
        before, token = self.tokens[i - 1], self.tokens[i]
        if before.text == "template" or before.text in CASTS:
            return True
        return not token.spaced and (before.kind == "id" and before.text != "operator" or before.text == "]")

    def _match_brackets(self):
        self.match, self.parent, stack = {}, [], []
        self.shifts = set()
        closing = {")": "(", "]": "[", "}": "{"}
        for i, token in enumerate(self.tokens):
            text = token.text if token.kind == "op" else ""
            if text in closing:
                while stack and self.tokens[stack[-1]].text == "<":
                    stack.pop()  # was a comparison
                if stack:
                    self.match[i] = stack.pop()
                    self.match[self.match[i]] = i
            elif text == ";":
                while stack and self.tokens[stack[-1]].text == "<":
                    stack.pop()
            elif text == ">" and stack and self.tokens[stack[-1]].text == "<":
                self.match[i] = stack.pop()
                self.match[self.match[i]] = i
            self.parent.append(stack[-1] if stack else -1)
            if text == ">" and i not in self.match and i + 1 < len(self.tokens):
                following = self.tokens[i + 1]
                if following.text in (">", ">=") and following.start == token.end:
                    self.shifts |= {i, i + 1}
            if text in ("(", "[", "{") or text == "<" and self._opens_template(i):
                stack.append(i)
        # an angle bracket that never closed was a comparison: what it seemed to hold belongs one level up
        for i, opener in enumerate(self.parent):
            while opener >= 0 and opener not in self.match:
                opener = self.parent[opener]
            self.parent[i] = opener

    def is_angle(self, i):
        return self.tokens[i].text in ("<", ">") and i in self.match

    def text_at(self, i):
        return self.tokens[i].text if 0 <= i < len(self.tokens) else ""

    def ancestors(self, i):
        i = self.parent[i]
        while i >= 0:
            yield i
            i = self.parent[i]

    def after_group(self, i):
        """The token after the bracket group that opens at i."""
        return self.match.get(i, i) + 1

    def end_of_statement(self, i):
        """The `;` that ends the declaration which i is in, or the last token of the enclosing group."""
        level = self.parent[i]
        while i < len(self.tokens):
            if self.tokens[i].text == ";" and self.parent[i] == level:
                return i
            if level >= 0 and i == self.match[level]:
                return i - 1
            i = self.match[i] + 1 if i in self.match and self.match[i] > i else i + 1
        return len(self.tokens) - 1

    def brace_kind(self, i):
        """Of a `{`: namespace, enum, class, initialiser, or code."""
        start = i - 1
        while start >= 0 and not (self.tokens[start].text in (";", "{", "}") and self.tokens[start].kind == "op"):
            start = self.match[start] - 1 if start in self.match and self.match[start] < start else start - 1
        words = [self.tokens[k].text for k in range(start + 1, i) if not any(start < a < i for a in self.ancestors(k))]
        if "namespace" in words:
            return "namespace"
        if "enum" in words:
            return "enum"
        if "=" in words or self.text_at(i - 1) in ("return", ",", "(", "{"):
            return "initialiser"
        if any(word in words for word in ("struct", "class", "union")) and "(" not in words:
            return "class"
        if self.text_at(i - 1) in (")", "else", "do", "const", "noexcept", "override", "mutable", "try", ";", "}", ":"):
            return "code"
        return "code" if "->" in words or i == 0 else "initialiser"

    def in_class(self, i):
        outer = self.parent[i]
        return outer >= 0 and self.tokens[outer].text == "{" and self.brace_kind(outer) == "class"

    # --- what is skipped

    def _skip(self, first, last, reason):
        self.skipped.append((first, last, reason))

    def _find_skipped(self):
        tokens = self.tokens
        for i, token in enumerate(tokens):
            text = token.text
            following = self.text_at(i + 1)
            if self.is_angle(i) and text == "<":
                self._skip(i, self.match[i], "template arguments")
            elif text == "[" and i in self.match:
                before = tokens[i - 1] if i else token
                second = tokens[i - 2] if i > 1 else token
                if following == "[" and tokens[i + 1].start == token.end:
                    self._skip(i, self.match[i], "attribute")
                elif before.kind == "id" and (second.kind == "id" and second.text not in EXPRESSION_KEYWORDS or
                                              second.text in ("*", "&") and not second.spaced or self.is_angle(i - 2)):
                    self._skip(i, self.match[i], "array extent")
            elif text == "enum":
                end = self.end_of_statement(i)
                self._skip(i, end, "enumerator")
            elif text == "case" and token.kind == "id":
                end = i
                while self.text_at(end) != ":":
                    end = self.match[end] + 1 if self.match.get(end, 0) > end else end + 1
                self._skip(i, end, "case label")
            elif text == "static_assert":
                self._skip(i, self.end_of_statement(i), "static_assert")
            elif text == "concept":
                self._skip(i, self.end_of_statement(i), "concept")
            elif text == "requires" and token.kind == "id":
                end = i + 1
                while True:
                    if self.text_at(end) in ("(", "{") or self.is_angle(end) and self.text_at(end) == "<":
                        was_block = self.text_at(end) == "{"
                        end = self.after_group(end)
                        if was_block:
                            break
                    elif self.text_at(end) in ("::", "&&", "||", "!") or \
                            tokens[end].kind == "id" and self.text_at(end - 1) in ("requires", "::", "&&", "||", "!"):
                        end += 1
                    else:
                        break
                self._skip(i, end - 1, "requires")
            elif text == "constexpr" and self.text_at(i - 1) == "if" and following == "(":
                self._skip(i, self.match[i + 1], "if constexpr")
            elif text in ("noexcept", "explicit", "alignas", "decltype") and following == "(":
                self._skip(i, self.match[i + 1], text)
            elif text == "consteval" and self.text_at(i - 1) != "if":
                self._skip(i, self.end_of_function(i), "consteval")
            elif text == "operator":
                self._skip(i, i + 1, "operator's name")
            elif text == "=" and following == "0" and self.text_at(i + 2) == ";" and \
                    self.text_at(i - 1) in (")", "const", "noexcept", "override"):
                self._skip(i, i + 1, "pure virtual")
            elif token.kind == "num" and self.text_at(i - 1) == ":" and self.in_class(i) and tokens[i - 2].kind == "id":
                self._skip(i, i, "bit field")

    def end_of_function(self, i):
        """The last token of the function, or of the variable, that is declared at i."""
        k = self._declarator(i)[0]
        level = self.parent[i]
        while k < len(self.tokens):
            text = self.text_at(k)
            if text == ";" and self.parent[k] == level:
                return k
            if level >= 0 and k == self.match[level]:
                return k - 1
            if text == "{" and not (self.tokens[k - 1].kind == "id" and self.text_at(k - 2) in (":", ",")):
                return self.match[k]  # not b_{y} of a constructor
            k = self.match[k] + 1 if self.match.get(k, 0) > k else k + 1
        return len(self.tokens) - 1

    def _declarator(self, i):
        """From `constexpr` at i: the token behind the name, and whether that makes it a function."""
        k = i + 1
        while k < len(self.tokens):
            text = self.text_at(k)
            if text == "operator":
                k += 1
                while self.text_at(k) != "(" or self.text_at(k - 1) == "operator":
                    k += 1
                return k, True
            if text in ("explicit", "alignas", "decltype", "noexcept") and self.text_at(k + 1) == "(":
                k = self.after_group(k + 1)
            elif text == "[" and self.text_at(k + 1) == "[":
                k = self.after_group(k)
            elif self.is_angle(k) and text == "<":
                k = self.after_group(k)
            elif text == "(":
                return k, True
            elif text in ("=", "{", ";", "[", ")", "}", "->"):
                return k, text in ("{", "->") and self.text_at(i - 1) == ")"
            else:
                k += 1
        return k, False

    # --- constexpr

    def _find_declarations(self):
        for i, token in enumerate(self.tokens):
            if token.text != "constexpr" or self.text_at(i - 1) == "if":
                continue
            behind, is_function = self._declarator(i)
            end = self.end_of_function(i) if is_function else self.end_of_statement(i)
            start = i
            while start > 0 and self.tokens[start - 1].text in ("inline", "static", "friend", "]", "virtual"):
                start = self.match[start - 1] if self.tokens[start - 1].text == "]" else start - 1
            is_template = self.is_angle(start - 1) if start else False
            name = self.text_at(behind - 1)
            self.declarations.append(Declaration(i, end, name, is_function, is_template, behind))
            if not is_function and name in RULE_MEMBERS and self.in_class(i):
                self._skip(i, end, "what a rule says of itself")
                self.declarations[-1].convert = False

    def constant_names(self):
        """Names that stand where only a constant can."""
        names = set()
        for first, last, reason in self.skipped:
            if reason in ("template arguments", "array extent", "case label", "enumerator", "if constexpr", "alignas",
                          "bit field", "consteval"):
                names |= {self.tokens[k].text for k in range(first, last + 1) if self.tokens[k].kind == "id"}
        return names

    def names_in(self, first, last):
        return {self.tokens[k].text for k in range(first, last + 1) if self.tokens[k].kind == "id"}

    # --- sites

    def reason_to_skip(self, i):
        inner = [(last - first, reason) for first, last, reason in self.skipped if first <= i <= last]
        return max(inner)[1] if inner else None

    def sites(self, dropped_lines=frozenset()):
        """The sites, in order; what is skipped is counted in `skipped_sites` by reason."""
        found, self.skipped_sites = [], {}
        for i in range(len(self.tokens)):
            site = self._site_at(i)
            if not site:
                continue
            reason = self.reason_to_skip(i)
            if not reason and any(d.token <= i <= d.end and not d.convert and not d.is_function for d in self.declarations):
                reason = "needed as a constant"
            if not reason and self.tokens[i].line in dropped_lines:
                reason = "does not compile"
            if not reason and site.kind == "logic":
                site.span = self._operands(i)
                names = [self.text_at(k) for k in range(site.span[0], site.span[2] + 1) if self.parent[k] == self.parent[i]]
                if "..." in names:
                    reason = "fold expression"
            if reason:
                self.skipped_sites[reason] = self.skipped_sites.get(reason, 0) + len(site.others)
            else:
                found.append(site)
        return found

    def _site_at(self, i):
        token = self.tokens[i]
        if token.kind == "num":
            found = INTEGER.fullmatch(token.text)
            if not found:
                return None
            digits, suffix, unit = found[1].replace("'", ""), found[2], found[3] or ""
            is_hex = digits[:2] in ("0x", "0X")
            value = int(digits, 8) if digits.isdigit() and digits[0] == "0" and len(digits) > 1 else int(digits, 0)
            spell = lambda n: (f"{n:#x}" if is_hex else str(n)) + suffix + unit
            return Site(i, "integer", token.text, (spell(value + 1),) + ((spell(value - 1),) if value > 0 else ()))
        if token.kind == "id" and token.text in ("true", "false"):
            return Site(i, "bool", token.text, ("false" if token.text == "true" else "true",))
        if token.kind != "op" or self.text_at(i - 1) == "operator":
            return None
        if token.text in COMPARISONS and i not in self.match and i not in self.shifts:
            return Site(i, "comparison", token.text, COMPARISONS[token.text])
        if token.text in ("&&", "||") and token.spaced:
            return Site(i, "logic", token.text, ("||" if token.text == "&&" else "&&",))
        if token.text == "!":
            return Site(i, "not", token.text, ("",))
        return None

    def _operands(self, i):
        """First token of the left operand, last token of it, last token of the right one."""
        level, is_and = self.parent[i], self.tokens[i].text == "&&"

        def ends(k):
            text, kind = self.text_at(k), self.tokens[k].kind
            return kind == "op" and (text in (",", ";", "?", ":") or text in ASSIGNMENTS or is_and and text == "||") or \
                text in EXPRESSION_KEYWORDS and kind == "id"

        first = i
        while first - 1 > level:
            k = first - 1
            if k in self.match and self.match[k] < k:
                k = self.match[k]
            elif ends(k):
                break
            first = k
        last, limit = i, self.match[level] if level >= 0 else len(self.tokens)
        while last + 1 < limit:
            k = last + 1
            if ends(k) or self.text_at(k) == self.tokens[i].text and self.tokens[k].kind == "op":
                break
            last = self.match[k] if self.match.get(k, -1) > k else k
        return first, i - 1, last

    # --- rewriting

    def normalised_line(self, number):
        line, words = "", [token for token in self.tokens if token.line == number]
        for token in words:
            line += (" " if line and token.spaced else "") + token.text
        return " ".join(line.split())

    def mutants(self, sites, first_id):
        """(site, its mutants' ids) and the mutants."""
        numbered, mutants, lines = [], [], {}
        same = {}
        for site in sites:
            token = self.tokens[site.token]
            same.setdefault((token.line, site.original), []).append(site.token)
        for site in sites:
            token = self.tokens[site.token]
            twins = same[token.line, site.original]
            which = f" #{twins.index(site.token) + 1}" if len(twins) > 1 else ""
            lines.setdefault(token.line, self.normalised_line(token.line))
            numbered.append((site, first_id))
            for other in site.others:
                mutants.append(Mutant(first_id, self.name, token.line, token.start - self.line_starts[token.line - 1] + 1,
                                      f"{site.original} -> {other or 'nothing'}{which}", lines[token.line]))
                first_id += 1
        return numbered, mutants

    def rewritten(self, numbered=()):
        """The text with its sites, given as (site, id), rewritten, and nothing of it constant that `convert` names."""
        replace, before, after = {}, {}, {}
        for site, id in numbered:
            i = site.token
            if site.kind == "integer":
                replace[i] = f"mut::pick<{id}>({', '.join((site.original,) + site.others)})"
            elif site.kind == "bool":
                replace[i] = f"mut::flip<{id}>({site.original})"
            elif site.kind == "not":
                replace[i] = f"mut::no<{id}>{{}} ->* "
            elif site.kind == "comparison":
                left, name, right = PROXIES[site.original]
                replace[i] = f" {left} mut::{name}<{id}>{{}} {right} "
            else:
                first, left_end, last = site.span
                flip = f"mut::flip<{id}>("
                before.setdefault(first, []).extend([(-last, flip), (-left_end, flip)])
                before.setdefault(i + 1, []).append((-last, flip))
                after[left_end] = after.get(left_end, 0) + 1
                after[last] = after.get(last, 0) + 2
        for each in self.declarations:
            if not each.convert:
                continue
            i = each.token
            if each.is_function:
                is_lambda = self.text_at(i - 1) == ")"
                is_friend_declaration = self.text_at(i - 1) == "friend" and self.text_at(each.end) == ";" and \
                    self.text_at(each.end - 1) not in ("default", "delete")
                replace[i] = "" if is_lambda or is_friend_declaration else "inline"
            else:
                words = {self.text_at(k) for k in range(i - 2, i)}
                replace[i] = "inline" if self.in_class(i) and "inline" not in words else ""
                if self.text_at(each.header_end - 2) not in ("&", "&&"):
                    before.setdefault(each.header_end - 1, []).append((0, "const "))
                elif self.text_at(i + 1) != "const":
                    replace[i] += " const"
        for first, last, reason in self.skipped:
            if reason == "static_assert":
                for k in range(first, last + 1):
                    replace[k] = ""
        out, at = [], 0
        for i, token in enumerate(self.tokens):
            out.append(self.text[at:token.start])
            out.extend(text for _, text in sorted(before.get(i, []), key=lambda item: item[0]))
            out.append(replace.get(i, token.text))
            out.append(")" * after.get(i, 0))
            at = token.end
        out.append(self.text[at:])
        return "".join(out)


class Project:
    """All headers below a folder, those that are mutated, and those that use one of them."""

    def __init__(self, headers, mutated):
        """headers: {name as included: text}; mutated: names."""
        self.sources = {name: Source(name, text) for name, text in headers.items()}
        self.mutated = [name for name in sorted(headers) if name in mutated]
        self.dropped_lines = {name: set() for name in headers}
        self.users = self._users()
        self._choose_variables()

    def _users(self):
        users, grew = set(self.mutated), True
        while grew:
            grew = False
            for name, source in self.sources.items():
                if name not in users and any(include[1:-1] in users for include in source.includes):
                    users.add(name)
                    grew = True
        return users

    def _choose_variables(self):
        """A constexpr variable becomes const when its value may depend on a mutant, unless a constant is needed."""
        needed = set()
        for name in self.users:
            needed |= self.sources[name].constant_names()
        varying = set()
        for name in self.users:
            source = self.sources[name]
            has_site = {site.token for site in source.sites()} if name in self.mutated else set()
            for each in source.declarations:
                if each.is_function:
                    varying.add(each.name)
                    continue
                each.wants = each.convert and not each.is_template and each.name not in needed
                each.varies = any(each.token <= i <= each.end for i in has_site)
        grew = True
        while grew:
            grew = False
            for name in self.users:
                source = self.sources[name]
                for each in source.declarations:
                    if each.is_function or not each.wants or each.name in varying and each.varies:
                        continue
                    if each.varies or source.names_in(each.header_end, each.end) & varying:
                        each.varies = True
                        varying.add(each.name)
                        grew = True
        for name in self.users:
            for each in self.sources[name].declarations:
                if not each.is_function:
                    each.convert = each.wants and each.varies

    def undo(self, name, line):
        """Takes back what was done on a line that the compiler objects to: its sites, or else a constexpr removed there."""
        if name not in self.users:
            return False
        source = self.sources[name]
        if name in self.mutated and line not in self.dropped_lines[name] and \
                any(source.tokens[site.token].line == line for site in source.sites(self.dropped_lines[name])):
            self.dropped_lines[name].add(line)
            return True
        return False

    def restore_constant(self, name, line):
        """Makes the function or variable that is declared on a line constexpr again; its sites go."""
        if name not in self.users:
            return False
        source = self.sources[name]
        for each in source.declarations:
            if each.convert and source.tokens[each.token].line <= line <= source.tokens[each.header_end - 1].line:
                each.convert = False
                for i in range(each.token, each.end + 1):
                    self.dropped_lines[name].add(source.tokens[i].line)
                return True
        return False

    def rewrite(self):
        """({name: text}, mutants, {reason: how many were skipped})"""
        texts, mutants, skipped = {}, [], {}
        for name, source in self.sources.items():
            if name not in self.users:
                texts[name] = source.text
        for name in sorted(self.users):
            source, numbered = self.sources[name], ()
            if name in self.mutated:
                numbered, more = source.mutants(source.sites(self.dropped_lines[name]), len(mutants) + 1)
                mutants += more
                for reason, count in source.skipped_sites.items():
                    skipped[reason] = skipped.get(reason, 0) + count
            texts[name] = source.rewritten(numbered)
        return texts, mutants, skipped


ARITHMETIC = {"bool", "char", "int", "unsigned", "long", "short", "size_t", "bytes", "address"}


def runtime(text):
    """(a fixture or a unit test without constants, its includes): boards become const, what a constant needs stays.

    A board may still be a template argument, which only asks for an object; plan_of<board> becomes plan_now(board).
    """
    text = re.sub(r"(?:\bcarveout::)?\bplan_of<\s*([\w:]+)\s*>", r"mutation::plan_now(\1)", text)
    text = re.sub(r"\bstatic_assert\(__VA_ARGS__\);?", "", text)  # in macros; the others go below
    source = Source("", text)
    needed = source.constant_names()
    for each in source.declarations:
        if each.is_function:
            continue
        type_names = source.names_in(each.token, each.header_end - 2)
        is_number = bool(type_names & ARITHMETIC) or any(re.fullmatch(r"u?int\d+_t", name) for name in type_names) or \
            "auto" in type_names and "{" not in {source.text_at(k) for k in range(each.header_end, each.end)}
        each.convert = each.convert and not each.is_template and not (each.name in needed and is_number)
    return source.rewritten(), source.includes


def runtime_fixture(text):
    """The same, to be put into a namespace: includes go first."""
    body, includes = runtime(text)
    return re.sub(r"^[ \t]*#[ \t]*(?:include|pragma)[^\n]*", "", body, flags=re.M), includes
