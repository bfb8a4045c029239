"""The emulator as a server on loopback, with its board."""

from __future__ import annotations

import logging
import threading
from types import TracebackType

from flask import Flask
from werkzeug.serving import make_server

from connectors.salesforce.emulator import deploying, describing, many, rest, tooling
from connectors.salesforce.emulator.board import board
from connectors.salesforce.emulator.faults import Fault
from connectors.salesforce.emulator.login import login
from connectors.salesforce.emulator.org import Org
from connectors.salesforce.emulator.sender import Sender
from connectors.salesforce.emulator.web import api, not_found

ROUTES = (rest, many, describing, deploying, tooling)  # importing them has registered their routes


class Emulator:
    """Use it as a context: `with Emulator() as salesforce: … salesforce.url`."""

    def __init__(self, org: Org | None = None, port: int = 0) -> None:
        self.org = org or Org()
        self.sender = Sender(self.org)
        self.faults: list[Fault] = []
        self.app = Flask("salesforce-emulator", template_folder=None)
        self.app.extensions |= {"org": self.org, "faults": self.faults}
        self.app.json.sort_keys = False  # type: ignore[attr-defined]
        self.app.register_error_handler(404, lambda error: not_found().answer())
        self.app.register_blueprint(login)
        self.app.register_blueprint(api)
        self.app.register_blueprint(board)
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        self._server = make_server("127.0.0.1", port, self.app, threaded=True)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self.org.address = self.url

    def __enter__(self) -> Emulator:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        self.sender.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.sender.stop()
        self._server.shutdown()
        self._server.server_close()
