#!/usr/bin/python3
# SPDX-License-Identifier: BSL-1.0
"""pages.py COMMAND WORK_DIR: the pages of `carveout map` and `carveout route` in headless Chromium, by mouse and by keyboard.

Leaves screenshots in WORK_DIR. Status 77 without Chromium, its driver or Selenium (Debian: chromium, chromium-driver,
python3-selenium).
"""
import pathlib
import shutil
import subprocess
import sys

try:
    from selenium import webdriver
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys
    from selenium.webdriver.chrome.service import Service
except ImportError:
    print("skipped: no Selenium (Debian: apt-get install chromium chromium-driver python3-selenium)")
    sys.exit(77)
if not shutil.which("chromium") or not shutil.which("chromedriver"):
    print("skipped: no Chromium with its driver (Debian: apt-get install chromium chromium-driver)")
    sys.exit(77)

command, work = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
shutil.rmtree(work, ignore_errors=True)
work.mkdir(parents=True)
tree = work / "a<b>&c.dtb"
subprocess.run(["dtc", "-q", "-I", "dts", "-O", "dtb", "-o", str(tree), "-"], check=True, input=b"""/dts-v1/;
/ {
    #address-cells = <2>; #size-cells = <2>;
    memory@40000000 { device_type = "memory"; reg = <0 0x40000000 0 0x40000000>; };
    reserved-memory { #address-cells = <2>; #size-cells = <2>; ranges;
        vpu: vpu@50000000 { compatible = "shared-dma-pool"; reg = <0 0x50000000 0 0x10000000>; no-map; };
        gpu@60000000 { reg = <0 0x60000000 0 0x8000000>; no-map; };
        isp@67000000 { reg = <0 0x67000000 0 0x2000000>; no-map; };
        off@70000000 { reg = <0 0x70000000 0 0x1000>; status = "disabled"; };
        linux,cma { compatible = "shared-dma-pool"; size = <0 0x2000000>; reusable; linux,cma-default; };
    };
    codec@1000 { memory-region = <&vpu>; };
};
""")
page = work / "map.html"
for name in (page, work / "again.html"):
    subprocess.run([command, "map", tree, "-o", name], check=True)
assert page.read_bytes() == (work / "again.html").read_bytes(), "the same bytes twice"

routes = work / "routes.html"
subprocess.run([command, "route", tree, "--all", "--kernel", "4.14", "--kernel", "6.12", "--format", "html", "-o", routes], check=True)

options = webdriver.ChromeOptions()
for each in ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1500,1000"]:
    options.add_argument(each)
options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
browser = webdriver.Chrome(service=Service(shutil.which("chromedriver")), options=options)
browser.implicitly_wait(0)


def find(selector):
    return browser.find_element(By.CSS_SELECTOR, selector)


def name_of(each):
    return each.find_element(By.CSS_SELECTOR, "td").get_attribute("textContent")  # .text is empty where it is hidden


def row(name):
    return next(each for each in browser.find_elements(By.CSS_SELECTOR, "tbody tr") if name_of(each) == name)


def box(name):
    return find(f'svg g[data-region="{row(name).get_attribute("data-region")}"]')


def has(element, name):
    return name in (element.get_attribute("class") or "").split()


def visible():
    return sorted(name_of(each) for each in browser.find_elements(By.CSS_SELECTOR, "tbody tr") if each.is_displayed())


ALL = ["gpu@60000000", "isp@67000000", "linux,cma", "off@70000000", "vpu@50000000"]


def check(condition, what):
    if not condition:
        browser.save_screenshot(str(work / "failed.png"))
        sys.exit(f"FAIL: {what} (see {work}/failed.png)")


def by_mouse():
    ActionChains(browser).move_to_element(box("gpu@60000000")).perform()
    check(has(row("gpu@60000000"), "hover"), "pointing at a box marks its row")
    overlap = next(each for each in browser.find_elements(By.CSS_SELECTOR, "details") if "[region-overlap]" in each.text)
    check(has(overlap, "hover"), "and the finding about it")
    check(not has(row("vpu@50000000"), "hover"), "but no other row")
    check(overlap.get_attribute("open") is None, "findings begin closed")
    ActionChains(browser).click(box("gpu@60000000")).perform()
    check(has(row("gpu@60000000"), "selected") and overlap.get_attribute("open") is not None, "a click opens its findings")
    check("The rule:" in overlap.text and "From:" in overlap.text, f"with what the rule is about: {overlap.text!r}")
    browser.save_screenshot(str(work / "selected.png"))
    row("vpu@50000000").find_element(By.CSS_SELECTOR, "button").click()
    check(has(box("vpu@50000000"), "selected") and not has(box("gpu@60000000"), "selected"), "a click in the table")
    check(row("vpu@50000000").find_element(By.CSS_SELECTOR, "button").get_attribute("aria-pressed") == "true", "is said")


def by_keyboard():
    ActionChains(browser).send_keys(Keys.ESCAPE).perform()
    check(not browser.find_elements(By.CSS_SELECTOR, ".selected"), "Escape takes the selection back")
    browser.execute_script("document.activeElement.blur(); window.getSelection().removeAllRanges(); scrollTo(0, 0)")
    browser.refresh()
    reached = []
    for _ in range(40):
        ActionChains(browser).send_keys(Keys.TAB).perform()
        active = browser.switch_to.active_element
        reached.append((active.tag_name, active.get_attribute("data-region") or active.get_attribute("id") or active.text))
        if active.tag_name == "summary":
            break
    tags = [tag for tag, _ in reached]
    check(tags.count("g") == 4 and tags.count("button") == 4 and "summary" in tags and ("input", "search") in reached,
          f"Tab reaches the boxes, the filter, the table and the findings: {reached}")
    box("isp@67000000").send_keys(Keys.ENTER)
    check(has(row("isp@67000000"), "selected"), "Enter on a box selects it")


def by_filter():
    check(visible() == ALL, f"all are shown at first: {visible()}")
    field = find("#search")
    field.send_keys("CODEC")
    check(visible() == ["vpu@50000000"], f"by device: {visible()}")
    check(has(box("gpu@60000000"), "faded") and not has(box("vpu@50000000"), "faded"), "the others fade in the picture")
    check(find("#shown").text == "1 of 5 regions", find("#shown").text)
    browser.save_screenshot(str(work / "filtered.png"))
    field.clear()
    field.send_keys("0x6700")
    check(visible() == ["isp@67000000"], f"by address: {visible()}")
    field.clear()
    field.send_keys(Keys.SPACE)
    find("#only").click()
    with_findings = visible()
    check("gpu@60000000" in with_findings and "off@70000000" not in with_findings, f"only with findings: {with_findings}")
    find("#only").click()
    check(visible() == ALL, "and back")


def the_routes():
    browser.get(routes.as_uri())
    check(find("h1").text.endswith("a<b>&c.dtb"), find("h1").text)
    tables = browser.find_elements(By.CSS_SELECTOR, "section > .scroll > table")
    check(len(tables) == 2, "a table for each kernel")
    codec, other = tables[1].find_elements(By.CSS_SELECTOR, ":scope > tbody > tr")
    turns = [[cell.text for cell in each.find_elements(By.CSS_SELECTOR, ":scope > td")] for each in (codec, other)]
    check(turns == [["1"] + 7 * ["."], 4 * ["."] + ["1", ".", "2", "."]], f"who is asked on 6.12: {turns}")
    check(has(other, "changed") and not has(codec, "changed"), "who goes another way than on 4.14 is marked")
    way = browser.find_elements(By.CSS_SELECTOR, "section:nth-of-type(2) details")[0]
    check(way.get_attribute("open") is None, "steps begin closed")
    way.find_element(By.CSS_SELECTOR, "summary").send_keys(Keys.ENTER)
    check(way.get_attribute("open") is not None and "vpu@50000000" in way.text, f"Enter opens them: {way.text!r}")
    browser.save_screenshot(str(work / "routes.png"))


try:
    browser.get(page.as_uri())
    check(find("h1").text == "Memory map of a<b>&c.dtb", find("h1").text)
    resources = browser.execute_script("return performance.getEntriesByType('resource').map(each => each.name)")
    check(all(each.startswith("data:") for each in resources), f"it loads nothing else: {resources}")
    by_mouse()
    by_keyboard()
    by_filter()
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": "dark"}]})
    check(browser.execute_script("return getComputedStyle(document.body).backgroundColor") == "rgb(27, 27, 31)", "dark")
    browser.save_screenshot(str(work / "dark.png"))
    the_routes()
    said = [each for each in browser.get_log("browser") if each["level"] == "SEVERE"]
    check(not said, f"the console is silent: {said}")
finally:
    browser.quit()
