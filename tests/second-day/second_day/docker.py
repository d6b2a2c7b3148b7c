"""The docker client, and what of a container can be seen from outside."""

import http.client
import json
import os
import re
import socket
import subprocess


class DockerError(Exception):
    """The client failed; its message."""


def docker(*arguments, limit=300):
    """Runs the client; gives what it printed. DockerError where it fails."""
    run = subprocess.run(["docker", *arguments], stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", timeout=limit)
    if run.returncode != 0:
        raise DockerError(f"docker {' '.join(arguments[:2])}: {run.stderr.strip()}")
    return run.stdout.strip()


class _Connection(http.client.HTTPConnection):
    """HTTP over the engine's socket."""

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(os.environ.get("DOCKER_HOST", "unix:///var/run/docker.sock").removeprefix("unix://"))


def ask(method, path, limit=300):
    """Asks the engine itself, which costs a busy machine less than the client does; gives what it answered. DockerError where it refuses."""
    connection = _Connection("docker", timeout=limit)
    try:
        connection.request(method, path, headers={"Content-Length": "0"} if method == "POST" else {})
        answer = connection.getresponse()
        body = answer.read()
    except (OSError, http.client.HTTPException) as problem:
        raise DockerError(f"{method} {path}: {problem}") from None
    finally:
        connection.close()
    if answer.status >= 400:
        raise DockerError(f"{method} {path}: {body.decode(errors='replace').strip()}")
    return json.loads(body) if body else None


def state(container):
    """(runs, exit code, process id)."""
    found = ask("GET", f"/containers/{container}/json")["State"]
    return found["Running"], found["ExitCode"], found["Pid"]


def remove(container):
    """Removes a container that may be gone already."""
    try:
        ask("DELETE", f"/containers/{container}?force=true&v=true")
    except DockerError:
        pass


def processes(pid):
    """The processes of a container by the first one's id: (id, name)."""
    found = []
    try:
        with open(f"/proc/{pid}/cgroup") as lines:
            ours = sorted(lines)
    except OSError:
        return found
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/cgroup") as lines:
                same = sorted(lines) == ours
            if same:
                with open(f"/proc/{name}/comm") as comm:
                    found.append((int(name), comm.read().strip()))
        except OSError:
            pass
    return found


def processor_seconds(pid):
    """What a container's cgroup has used of the processors, in seconds; None where that cannot be read."""
    try:
        with open(f"/proc/{pid}/cgroup") as lines:
            places = dict(line.strip().split(":", 2)[1:] for line in lines)
    except OSError:
        return None
    # What ended a moment ago may be another's process by now.
    if not any(re.search("[0-9a-f]{64}", path) for path in places.values()):
        return None
    for controllers, path in places.items():
        if "cpuacct" in controllers.split(","):
            try:
                with open(f"/sys/fs/cgroup/cpuacct{path}/cpuacct.usage") as file:
                    return int(file.read()) / 1e9
            except OSError:
                return None
    try:
        with open(f"/sys/fs/cgroup{places.get('', '')}/cpu.stat") as file:
            return int(file.readline().split()[1]) / 1e6
    except OSError:
        return None
