"""A browser that is driven over HTTP, by the WebDriver protocol. Standard library only."""

import base64
import json
import re
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

KEYS = {"tab": "\ue004", "enter": "\ue007", "down": "\ue015", "up": "\ue013", "home": "\ue011", "end": "\ue010", "space": " ", "shift": "\ue008"}
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars", "--lang=en",
]


# How often a browser is started before it is given up, and for how long what it puts off is waited for.
STARTS = 3
PATIENCE_SECONDS = 60


class Failed(Exception):
    """The driver or the page said no."""


def until(true):
    """Asks again and again until the answer is yes, or patience ends; returns the last answer."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not (answer := true()) and time.monotonic() < end:
        time.sleep(0.1)
    return answer


class Browser:
    """Chromium with an empty profile; use it in a `with`."""

    def __init__(self, scheme="light"):
        self.scheme = scheme

    def __enter__(self):
        self.profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.downloads = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.driver = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        try:
            self.base = f"http://127.0.0.1:{self.port()}/session"
            self.start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if getattr(self, "session", None):
            try:
                self.call("DELETE", "")
            except (Failed, OSError):
                pass
        self.driver.terminate()
        self.driver.wait(20)
        self.driver.stdout.close()
        self.profile.cleanup()
        self.downloads.cleanup()

    def port(self):
        for line in self.driver.stdout:
            found = re.search(r"started successfully on port (\d+)", line)
            if found:
                return found[1]
        raise Failed("chromedriver did not start")

    def start(self):
        arguments = [*FLAGS, f"--user-data-dir={self.profile.name}"]
        options = {"args": arguments, "prefs": {"download.default_directory": self.downloads.name, "download.prompt_for_download": False}}
        wanted = {
            "browserName": "chrome", "goog:chromeOptions": options,
            "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
        }
        self.session = ""
        for left in reversed(range(STARTS)):
            try:
                self.session = self.request("POST", self.base, {"capabilities": {"alwaysMatch": wanted}})["sessionId"]
                break
            except Failed:
                # On a busy machine a browser may not be up before the driver's own patience ends.
                if not left:
                    raise
        self.look(self.scheme)

    def request(self, method, address, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(address, data, {"Content-Type": "application/json"}, method=method)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=120) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise Failed(json.load(error)["value"]["message"]) from error

    def call(self, method, path, body=None):
        return self.request(method, f"{self.base}/{self.session}{path}", body)

    def cdp(self, command, parameters):
        return self.call("POST", "/goog/cdp/execute", {"cmd": command, "params": parameters})

    def look(self, scheme):
        """Light or dark; nothing moves by itself, so that what was scrolled to is there."""
        features = {"prefers-color-scheme": scheme, "prefers-reduced-motion": "reduce"}
        self.cdp("Emulation.setEmulatedMedia", {"features": [{"name": name, "value": value} for name, value in features.items()]})

    def size(self, width, height, scale=1):
        """The size of the page's window in CSS pixels; a phone when it is narrow."""
        self.cdp("Emulation.setDeviceMetricsOverride", {"width": width, "height": height, "deviceScaleFactor": scale, "mobile": width < 600})

    def open(self, path):
        self.call("POST", "/url", {"url": path.resolve().as_uri()})

    def reload(self):
        """Loads the page anew in the process that it has."""
        self.call("POST", "/refresh", {})

    def run(self, script, *arguments):
        """What the body of a function returns in the page."""
        return self.call("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def find(self, selector):
        return self.call("POST", "/element", {"using": "css selector", "value": selector})[ELEMENT]

    def click(self, selector):
        self.call("POST", f"/element/{self.find(selector)}/click", {})

    def hover(self, selector):
        move = {"type": "pointerMove", "duration": 0, "origin": {ELEMENT: self.find(selector)}, "x": 0, "y": 0}
        self.call("POST", "/actions", {"actions": [{"type": "pointer", "id": "mouse", "actions": [move]}]})

    def press(self, *names):
        """Presses keys one after the other; `shift+tab` holds the first."""
        for name in names:
            *held, key = [KEYS.get(part, part) for part in name.split("+")]
            steps = [{"type": "keyDown", "value": part} for part in [*held, key]]
            steps += [{"type": "keyUp", "value": part} for part in [key, *reversed(held)]]
            self.call("POST", "/actions", {"actions": [{"type": "key", "id": "keys", "actions": steps}]})

    def choose(self, selector, value):
        """Sets a control and tells the page, as a user's choice would."""
        self.run("const e = document.querySelector(arguments[0]); e.value = arguments[1]; e.dispatchEvent(new Event('input', {bubbles: true}))", selector, value)

    def picture(self, path, whole=False):
        if whole:
            size = self.cdp("Page.getLayoutMetrics", {})["cssContentSize"]
            clip = {"x": 0, "y": 0, "width": size["width"], "height": min(size["height"], 12000), "scale": 1}
            data = self.cdp("Page.captureScreenshot", {"format": "png", "captureBeyondViewport": True, "clip": clip})["data"]
        else:
            data = self.cdp("Page.captureScreenshot", {"format": "png"})["data"]
        path.write_bytes(base64.b64decode(data))

    def log(self, kind):
        return self.call("POST", "/se/log", {"type": kind})

    def complaints(self):
        """Warnings and errors of the console since the last call."""
        return [entry["message"] for entry in self.log("browser") if entry["level"] in ("SEVERE", "WARNING")]

    def requests(self):
        """Addresses that pages asked for since the last call."""
        messages = [json.loads(entry["message"])["message"] for entry in self.log("performance")]
        return [message["params"]["request"]["url"] for message in messages if message["method"] == "Network.requestWillBeSent"]
