"""Several web processes behind one port."""

from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from processes.jobs.procrastinating import dispatch_through_procrastinate
from processes.memory import settle_memory
from web.app import create_app
from web.metrics.sharing import forget_process, make_folder, remove_folder, share
from web.settings import Settings
from web.starting import open_runtime

SECONDS_FOR_A_REQUEST = 60


class OurLogger(Logger):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn's lines go where all others go; its line for each request is left to ours, which holds no path."""

    def setup(self, cfg: Any) -> None:
        """Without handlers of its own."""
        super().setup(cfg)
        for logger in (self.error_log, self.access_log):
            logger.handlers.clear()
        self.error_log.propagate = True


class WebServer(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn with the application made in each of its processes: no connection is shared by two."""

    def __init__(self, settings: Settings, processes: int) -> None:
        self._settings = settings
        self._processes = processes
        self._folder = make_folder() if settings.metrics_token.get_secret_value() else None
        super().__init__()

    def load_config(self) -> None:
        """Our settings in gunicorn's words."""
        chosen: dict[str, Any] = {
            "bind": f"{self._settings.host}:{self._settings.port}",
            "workers": self._processes,
            "worker_class": "gthread",
            "threads": self._settings.threads,
            "timeout": SECONDS_FOR_A_REQUEST,
            "graceful_timeout": 30,
            "proc_name": "steward-web",
            "control_socket_disable": True,
            "logger_class": OurLogger,
            "child_exit": self._child_ended,
            "on_exit": self._all_ended,
        }
        for name, value in chosen.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Flask:
        """The application of one process."""
        if self._folder is not None:
            share()
        runtime = open_runtime(self._settings)
        dispatch_through_procrastinate(runtime)
        app = create_app(self._settings, runtime)
        settle_memory()
        return app

    def _child_ended(self, _server: Any, child: Any) -> None:
        if self._folder is not None:
            forget_process(self._folder, child.pid)

    def _all_ended(self, _server: Any) -> None:
        if self._folder is not None:
            remove_folder(self._folder)
