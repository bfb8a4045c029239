"""The emulator as a server on loopback, with its board."""

from __future__ import annotations

import logging
import threading
from types import TracebackType

from flask import Flask
from werkzeug.serving import make_server

from connectors.hubspot.emulator.api import api
from connectors.hubspot.emulator.board import board
from connectors.hubspot.emulator.faults import Fault
from connectors.hubspot.emulator.portal import Portal
from connectors.hubspot.emulator.sender import Sender


class Emulator:
    """Use it as a context: `with Emulator() as hubspot: … hubspot.url`."""

    def __init__(self, portal: Portal | None = None, port: int = 0) -> None:
        self.portal = portal or Portal()
        self.sender = Sender(self.portal)
        self.faults: list[Fault] = []
        self.app = Flask("hubspot-emulator", template_folder=None)
        self.app.extensions |= {"portal": self.portal, "faults": self.faults, "trace_ids": True}
        self.app.register_blueprint(api)
        self.app.register_blueprint(board)
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        self._server = make_server("127.0.0.1", port, self.app, threaded=True)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

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
