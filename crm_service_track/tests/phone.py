"""A phone: Chromium at 390 px, touched and typed on as by hand, not by scripts."""

import base64
import json
import tempfile
import time
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from odoo.tests.common import ChromeBrowser, ChromeBrowserException

WAIT = 30
KEYS = {
    "Tab": ("Tab", 9, ""),
    "Enter": ("Enter", 13, "\r"),
    "Space": (" ", 32, " "),
    "ArrowRight": ("ArrowRight", 39, ""),
    "ArrowDown": ("ArrowDown", 40, ""),
}
AGENT = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/140.0.0.0 Mobile Safari/537.36"
)
SAVE = "*/my-service/save"


class Phone:
    """What a person does with a page, by the devtools protocol."""

    def __init__(self, case, browser):
        self.case = case
        self.browser = browser
        self.lost_answers = 0
        # errors of the network are what some tests are about
        browser.error_checker = lambda message: "net::ERR_" not in message
        self._ask("Network.enable")
        self._ask("Network.setUserAgentOverride", userAgent=AGENT)
        self._ask("Emulation.setTouchEmulationEnabled", enabled=True)

    def _ask(self, method, **params):
        return self.browser._websocket_request(method, params=params, timeout=WAIT)

    # -- looking -----------------------------------------------------------------

    def open(self, url):
        self.browser.navigate_to(url, wait_stop=True)
        self.wait("document.readyState === 'complete'")

    def evaluate(self, script):
        """Return what a script finds."""
        found = self._ask(
            "Runtime.evaluate",
            expression=script,
            awaitPromise=True,
            returnByValue=True,
        )
        if "exceptionDetails" in found:
            raise ChromeBrowserException(f"{script}: {found['exceptionDetails']}")
        return found["result"].get("value")

    def wait(self, script, seconds=WAIT):
        """Wait until a script finds something, and return it."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            # between two pages there is nothing to ask
            with suppress(ChromeBrowserException):
                if found := self.evaluate(script):
                    return found
            time.sleep(0.05)
        self.browser.take_screenshot()
        shown = self.evaluate("document.body.innerText")
        raise AssertionError(f"not within {seconds} s: {script}\n{shown}")

    def see(self, selector, text=""):
        """Wait until an element is shown with a text, and return all of its text."""
        find = f"document.querySelector({json.dumps(selector)})"
        has = f"{find}.innerText.includes({json.dumps(text)})"
        self.wait(f"{find}?.getClientRects().length && {has}")
        return self.evaluate(f"{find}.innerText")

    def check(self):
        """Refuse errors of the page's scripts, and a page wider than the phone."""
        # left while its scripts start, a page complains of what it cannot fetch
        self.wait("document.body.getAttribute('is-ready') === 'true'")
        if self.browser._result.done():
            self.browser._result.result()
        size = "[document.documentElement.scrollWidth, window.innerWidth]"
        content, screen = self.evaluate(size)
        self.case.assertEqual(screen, 390)
        self.case.assertLessEqual(content, screen)

    # -- touching ----------------------------------------------------------------

    def _find(self, selector):
        """Return the box of an element, brought into sight."""
        name = json.dumps(selector)
        self.wait(f"document.querySelector({name})?.getClientRects().length")
        return self.evaluate(
            f"(async () => {{ const el = document.querySelector({name});"
            "el.scrollIntoView({ block: 'center', behavior: 'instant' });"
            "await new Promise(requestAnimationFrame);"
            "const { x, y, width, height } = el.getBoundingClientRect();"
            "return [x, y, width, height]; })()"
        )

    def _touch(self, kind, *points):
        points = [{"x": x, "y": y} for x, y in points]
        self._ask("Input.dispatchTouchEvent", type=kind, touchPoints=points)

    def tap(self, selector):
        x, y, width, height = self._find(selector)
        self._touch("touchStart", (x + width / 2, y + height / 2))
        self._touch("touchEnd")

    def draw(self, selector):
        """Draw a zigzag with the finger."""
        x, y, width, height = self._find(selector)
        at = [
            (x + width * (0.1 + 0.08 * n), y + height * (0.7 if n % 2 else 0.3))
            for n in range(11)
        ]
        self._touch("touchStart", at[0])
        for point in at[1:]:
            self._touch("touchMove", point)
        # a finger that is still moving flings the page, which swallows the next tap
        time.sleep(0.3)
        self._touch("touchEnd")

    def type(self, selector, text):
        """Tap a field and type; what was in it stays."""
        self.tap(selector)
        self.wait(f"document.activeElement.matches({json.dumps(selector)})")
        self._ask("Input.insertText", text=text)

    def press(self, name, times=1):
        """Press a key of a keyboard."""
        key, code, text = KEYS[name]
        event = {"key": key, "code": name, "windowsVirtualKeyCode": code}
        for _time in range(times):
            down = event | ({"text": text} if text else {})
            self._ask("Input.dispatchKeyEvent", type="keyDown", **down)
            self._ask("Input.dispatchKeyEvent", type="keyUp", **event)

    def choose(self, selector, value):
        """Choose in a list or set a time, which the phone asks for in its own way."""
        self._find(selector)
        self.evaluate(
            f"(() => {{ const el = document.querySelector({json.dumps(selector)});"
            f"el.value = {json.dumps(value)};"
            "for (const kind of ['input', 'change'])"
            "el.dispatchEvent(new Event(kind, { bubbles: true })); })()"
        )

    def attach(self, selector, content, name="kamera.jpg"):
        """Hand a file to a field, as the camera does once a photo is taken."""
        root = self._ask("DOM.getDocument")["root"]["nodeId"]
        node = self._ask("DOM.querySelector", nodeId=root, selector=selector)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, name)
            path.write_bytes(content)
            node = {"nodeId": node["nodeId"], "files": [str(path)]}
            self._ask("DOM.setFileInputFiles", **node)
            # the page reads it before it is gone
            self.wait("document.querySelectorAll('.o_crm_photos img').length")

    # -- the network -------------------------------------------------------------

    def set_online(self, online):
        rates = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        self._ask("Network.emulateNetworkConditions", offline=not online, **rates)
        self.wait(f"navigator.onLine === {json.dumps(online)}")

    def lose_answers(self, count):
        """Let so many answers of the server get lost after it has done its work."""
        self.lost_answers = count
        patterns = [
            {"urlPattern": "*", "requestStage": "Request"},
            {"urlPattern": SAVE, "requestStage": "Response"},
        ]
        self.browser._handlers["Fetch.requestPaused"] = self._on_request
        self._ask("Fetch.enable", patterns=patterns)

    def _on_request(self, **params):
        is_answer = "responseStatusCode" in params
        if is_answer and self.lost_answers:
            self.lost_answers -= 1
            lost = {"requestId": params["requestId"], "errorReason": "ConnectionReset"}
            self.browser._websocket_send("Fetch.failRequest", params=lost)
        else:
            self.browser._handle_request_paused(**params)

    def take_picture(self, path):
        """Keep what is on the screen, for whoever wants to look."""
        shot = self._ask("Page.captureScreenshot", captureBeyondViewport=True)
        Path(path).write_bytes(base64.b64decode(shot["data"]))


class PhoneCase:
    """A test with phones; beside HttpCase."""

    @contextmanager
    def _open_phone(self, login=None):
        self.browser_size, self.touch_enabled = "390x844", True
        browser = ChromeBrowser(self)
        with self.allow_requests(browser=browser), ExitStack() as stack:
            stack.callback(self._wait_remaining_requests)
            stack.callback(browser.stop)
            self.authenticate(login, login, browser=browser)
            self.cr.flush()
            self.cr.clear()
            yield Phone(self, browser)
