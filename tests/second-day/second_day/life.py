"""One container of a service, from its first start to its end, and what is seen of it from outside."""

import os
import re
import subprocess
import threading
import time
from dataclasses import dataclass

from .docker import DockerError, ask, docker, processes, processor_seconds, remove, state


@dataclass
class Step:
    """What was done, what came of it, and how long it took in seconds."""

    what: str
    said: str
    seconds: float


ENVIRONMENT = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LANG": "C.UTF-8"}


class NoMore(Exception):
    """The service does not serve: the rest of the scenario makes no sense. Its steps say so."""


class Client:
    """A container in whose network a service runs. Its programs are started by entering it, so that nobody records them."""

    def __init__(self, name, image):
        self.name = name
        docker("run", "--detach", "--name", name, "--hostname", "second-day", image, "sh", "-c", "while :; do sleep 60; done")
        self.enter = ["nsenter", "--target", str(state(name)[2]), "--mount", "--uts", "--ipc", "--net", "--pid", "--root", "--wd"]

    def close(self):
        remove(self.name)


class Life:
    """A service under one side's restriction. What it notes is compared with the same scenario without a restriction."""

    def __init__(self, service, image, client, name, options=(), label=None, recorder=None):
        self.service, self.image, self.client_container, self.name = service, image, client, name
        self.options, self.label, self.recorder = list(options), label, recorder
        self.steps, self.processor = [], 0.0
        self._before, self._made, self._small, self._volumes, self._recording = 0.0, False, {}, {}, None

    # What a scenario does.

    def start(self, small=None, ready=True):
        """Starts it, at first or again, and waits until it answers. small: {volume: size}, a small file system in its place (size as tmpfs(5) has it)."""
        began = time.monotonic()
        self._small = small or self._small
        self._boot()
        said = self._until_ready() if ready else "started"
        self._note("start", said, began)
        if ready and said != "ready":
            raise NoMore(said)

    def fresh(self):
        """Removes the container, and makes another one on the same volumes: an update."""
        self._remove()
        self.start()

    def work(self):
        """The ordinary half minute's work."""
        self.client(self.service.work, what="work")

    def client(self, script, what=None, limit=90, note=True):
        """Runs a script in the client's container; notes and gives its output and exit code."""
        began = time.monotonic()
        run = subprocess.run(
            [*self.client_container.enter, "timeout", "-k", "2", str(limit), "sh", "-c", script],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", timeout=limit + 120, env=ENVIRONMENT)
        said = f"{run.stdout.strip()[-2000:]} ({run.returncode})"
        if note:
            self._note(what or script[:60], said, began)
        self._count()
        return said

    def background(self, script, limit=90):
        """Starts a script in the client's container; gives a function that waits for it and notes what came of it."""
        result = {}

        def run():
            result["said"] = self.client(script, limit=limit, note=False)

        thread = threading.Thread(target=run)
        began = time.monotonic()
        thread.start()

        def end(what="in the background", note=True):
            thread.join()
            if note:
                self._note(what, result.get("said", ""), began)
            return result.get("said", "")

        return end

    def signal(self, name):
        """Sends the first process a signal."""
        try:
            ask("POST", f"/containers/{self.name}/kill?signal={name}")
        except DockerError:
            self._note(f"signal {name}", "nobody to send it to", time.monotonic())
            raise NoMore(name) from None

    def stop(self, name="TERM", limit=40):
        """Sends a signal that ends it, and waits for that; kills it where it does not end."""
        began = time.monotonic()
        self._count()
        self.signal(name)
        end = began + limit
        runs, code, _ = state(self.name)
        while runs and time.monotonic() < end:
            time.sleep(0.2)
            self._count()
            runs, code, _ = state(self.name)
        if runs:
            ask("POST", f"/containers/{self.name}/kill")
            self._ended()
        self._note(f"stop {name}", "does not end" if runs else f"ended with {code}", began)

    def kill(self):
        """kill -9 of the whole."""
        self._count()
        ask("POST", f"/containers/{self.name}/kill")
        self._ended()

    def kill_worker(self, name, signal="KILL"):
        """Kills one process that has this name, and is not the first one."""
        _, _, main = state(self.name)
        for pid, comm in processes(main):
            if comm.startswith(name[:15]) and pid != main:
                subprocess.run(["kill", f"-{signal}", str(pid)], check=False)
                self._note("kill worker", "killed", time.monotonic())
                return
        self._note("kill worker", "there is none", time.monotonic())

    def pause(self, seconds):
        """Freezes and thaws it."""
        ask("POST", f"/containers/{self.name}/pause")
        time.sleep(seconds)
        ask("POST", f"/containers/{self.name}/unpause")

    def rename(self, path, to):
        """Renames a file of a volume, as a log rotation outside of the container does."""
        try:
            os.rename(self._host(path), self._host(to))
        except OSError as error:
            self._note(f"rename {path}", error.strerror, time.monotonic())

    def write(self, path, text):
        """Writes a file of a volume from outside."""
        with open(self._host(path), "w") as file:
            file.write(text)

    def files(self, path):
        """Notes the names below a volume, numbers in them left out, and whether they are empty."""
        root = self._host(path)
        found = set()
        for directory, _, names in os.walk(root):
            for name in names:
                whole = os.path.join(directory, name)
                try:
                    empty = os.lstat(whole).st_size == 0
                except OSError:
                    continue
                found.add(re.sub(r"[0-9]+", "N", os.path.relpath(whole, root)) + (" empty" if empty else ""))
        self._note(f"files {path}", "\n".join(sorted(found)), time.monotonic())

    def note(self, what, said):
        """Notes anything else that has to be the same."""
        self._note(what, str(said), time.monotonic())

    def until(self, script, limit=40):
        """Waits until a client's script ends with 0; notes whether it came to that."""
        began = time.monotonic()
        said = self.client(f"until {{ {script}\n}} >/dev/null 2>&1; do sleep 0.2; done", limit=limit, note=False)
        self._note(f"until {script[:50]}", said, began)

    def path(self, path):
        """Where a path below a volume is outside."""
        return self._host(path)

    def alive(self):
        """Notes whether it still runs."""
        runs, code, _ = state(self.name)
        self._note("runs", "yes" if runs else f"ended with {code}", time.monotonic())

    # The machinery.

    def close(self):
        """Removes all of it."""
        try:
            self._count()
        except DockerError:
            pass
        self._remove()
        for volume in self._volumes.values():
            try:
                ask("DELETE", f"/volumes/{volume}?force=true")
            except DockerError:
                pass

    def _boot(self):
        if self._made:
            ask("POST", f"/containers/{self.name}/start")
            self._before = self.processor
            return
        arguments = ["--name", self.name, "--network", f"container:{self.client_container.name}"]
        for volume in self.service.volumes:
            if volume in self._small:
                arguments += ["--tmpfs", f"{volume}:size={self._small[volume]},mode=1777"]
            else:
                self._volumes.setdefault(volume, f"{self.name}{volume.replace('/', '-')}")
                arguments += ["--volume", f"{self._volumes[volume]}:{volume}"]
        if self.label:
            arguments += ["--label", f"ctrace.tracefile={self.label}"]
        arguments += [*self.service.options, *self.options, self.image, "sh", "-c", self.service.start]
        self._made = True
        self._before = self.processor
        if self.recorder:
            self._recording = subprocess.Popen(
                [*self.recorder, "--", *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, errors="replace")
        else:
            docker("run", "--detach", *arguments)

    def recorded(self):
        """Waits for the recorder; gives what it said."""
        _, said = self._recording.communicate(timeout=120)
        return said

    def _until_ready(self):
        end = time.monotonic() + self.service.patience
        while time.monotonic() < end:
            run = subprocess.run([*self.client_container.enter, "timeout", "5", "sh", "-c", self.service.ready],
                                 stdin=subprocess.DEVNULL, capture_output=True, env=ENVIRONMENT)
            if run.returncode == 0:
                return "ready"
            try:
                runs, code, _ = state(self.name)
                if not runs and code is not None and not (self._recording and self._recording.poll() is None):
                    return f"ended with {code}"
            except DockerError:
                if not self._recording or self._recording.poll() is not None:
                    return "cannot be started"
            time.sleep(0.2)
        return "does not answer"

    def _ended(self):
        for _ in range(300):
            if not state(self.name)[0]:
                return
            time.sleep(0.1)

    def _count(self):
        if self._made:
            try:
                seconds = processor_seconds(state(self.name)[2])
            except DockerError:
                seconds = None
            if seconds is not None:
                self.processor = self._before + seconds

    def _host(self, path):
        volume = max((one for one in self._volumes if path == one or path.startswith(one + "/")), key=len)
        return ask("GET", f"/volumes/{self._volumes[volume]}")["Mountpoint"] + path[len(volume):]

    def _remove(self):
        if self._made:
            remove(self.name)
            self._made = False

    def _note(self, what, said, began):
        self.steps.append(Step(what, said, time.monotonic() - began))
