"""Records a service once, then runs each of its scenarios without a restriction and with each side's, beside each other."""

import json
import os
import queue
import shlex
import subprocess
import threading
import time
from dataclasses import asdict, dataclass, field

from . import compare, scenarios, traces
from .docker import DockerError
from .life import Client, Life, NoMore

WITHOUT, NEXT = "without", "next"


@dataclass
class Outcome:
    """How a scenario went under one side's restriction."""

    scenario: str
    difference: str
    # Refused under the restriction and not without: [[name, program], ...].
    refused: list = field(default_factory=list)
    # Whether it was run; one that used nothing that is refused need not be.
    ran: bool = True

    @property
    def verdict(self):
        """same, refused (nothing shows it), differs, or chance: a difference without a refusal."""
        if not self.difference:
            return "refused" if self.refused else "same"
        return "differs" if self.refused else "chance"


@dataclass
class Result:
    """All of a service. sides: name -> [Outcome]; next: name -> Outcome of the next distribution's build."""

    service: str
    seconds: float = 0
    sides: dict = field(default_factory=dict)
    next: dict = field(default_factory=dict)
    # For each side: [[scenario, [what the scenario used without a restriction and this side does not allow]]].
    static: dict = field(default_factory=dict)
    # Names that the profile of the side "kin" allows and that of "exact" does not.
    kin: list = field(default_factory=list)
    # What the scenarios called, without a restriction, and the recording had not: {name: [scenario, ...]}.
    later: dict = field(default_factory=dict)
    # Whether the recording made processes: then another call that does is none that reaches something new.
    forks: bool = False
    # Whether it may have made unix sockets: then a message can hand descriptors over.
    unix: bool = False
    # What options said of the recording.
    said: str = ""

    def json(self):
        return asdict(self)


class Suite:
    """Where it works: ctrace, the images, a directory of its own."""

    def __init__(self, ctrace, images, directory, sides, static, lanes, needed, reuse, next_only, log):
        self.ctrace, self.images, self.directory, self.log = ctrace, images, directory, log
        # lanes: how many scenarios at once.
        self.sides, self.static, self.lanes = sides, static, lanes
        # needed: only scenarios that used what is refused are run under it; reuse: what is known of the scenarios without a restriction.
        # next_only: nothing but the next distribution's build is run; the rest is as it was the last time.
        self.needed, self.reuse, self.next_only = needed, reuse, next_only
        self.prefix = f"second-day-{os.getpid()}"
        self._count, self._counting = 0, threading.Lock()
        # Once set, what runs is ended and nothing more begins.
        self.stopping = threading.Event()

    def examine(self, service, only=None):
        """All scenarios of a service; a Result."""
        began = time.monotonic()
        result = Result(service.name)
        place = os.path.join(self.directory, service.name)
        wanted = [one for one in scenarios.common(service) if not only or only in one[0]]
        known = self.reuse and self._known(place, wanted)
        if not known:
            subprocess.run(["rm", "-rf", place], check=True)
        os.makedirs(place, exist_ok=True)
        lanes = [{side: Client(f"{self.prefix}-client-{lane}-{side}", self.images[0]) for side in (WITHOUT, *self.sides)} for lane in range(self.lanes)]
        try:
            trace = f"{place}/first.trace"
            if not known:
                self._record(service, lanes[0][WITHOUT], place)
            if "rehearsed" in self.static and not os.path.exists(f"{place}/rehearsed.trace"):
                self._rehearse(service, place)
            options = {side: self._options(trace, side, place, result) for side in (*self.sides, *self.static)}
            if {"kin", "exact"} <= set(options):
                result.kin = sorted(traces.allowed(f"{place}/kin.json") - traces.allowed(f"{place}/exact.json"))
            result.forks = traces.forks(trace)
            result.unix = traces.unix(trace)
            live = {WITHOUT: []} | {side: options[side] for side in self.sides}
            if not known:
                self._round(service, wanted, lanes, {WITHOUT: []} if self.needed else live, place, result, "first")
            self._judge(wanted, options, place, result)
            if self.next_only and known:
                with open(f"{place}/result.json") as file:
                    result.sides = {side: [Outcome(**one) for one in outcomes] for side, outcomes in json.load(file)["sides"].items()}
                self._round(service, [], lanes, live, place, result, "next")
            elif self.needed:
                # The others used nothing that is refused, so that nothing would be.
                needed = {name for side in self.sides for name, beyond in result.static[side] if beyond}
                for side in self.sides:
                    result.sides[side] = [Outcome(name, "", ran=False) for name, _ in wanted]
                self._round(service, [one for one in wanted if one[0] in needed], lanes, live, place, result, "live")
            chance = {one.scenario for outcomes in result.sides.values() for one in outcomes if one.verdict == "chance"}
            if chance and not self.next_only:
                # Once more: what then goes well differed by itself.
                self.log(f"{service.name}: again: {', '.join(sorted(chance))}")
                self._round(service, [one for one in wanted if one[0] in chance], lanes, live, place, result, "again")
        finally:
            for client in (client for lane in lanes for client in lane.values()):
                client.close()
        result.seconds = time.monotonic() - began
        with open(f"{place}/result.json", "w") as file:
            json.dump(result.json(), file, indent=1)
        return result

    @staticmethod
    def _known(place, wanted):
        """Whether the scenarios, as they go without a restriction, are there from the last time."""
        try:
            with open(f"{place}/first/scenarios.json") as file:
                return json.load(file) == [name for name, _ in wanted]
        except OSError:
            return False

    def _judge(self, wanted, options, place, result):
        """What scenarios used without a restriction: which of it the recording had not, and which of it each side does not allow."""
        first = traces.syscalls(f"{place}/first.trace")
        for index, (name, _) in enumerate(wanted):
            for call in traces.syscalls(f"{place}/first/{index}-{WITHOUT}") - first:
                result.later.setdefault(call, []).append(name)
        for side, words in options.items():
            result.static[side] = [[name, self._beyond(f"{place}/first/{index}-{WITHOUT}", side, words, place)] for index, (name, _) in enumerate(wanted)]

    def _record(self, service, client, place):
        """One ordinary run: a start, the work, a stop by its first signal."""
        trace = f"{place}/first.trace"
        life = Life(service, self.images[0], client, self._name(service), recorder=[self.ctrace, "run", "--arguments", "-o", trace])
        try:
            life.start()
            life.work()
            time.sleep(2)
            life.stop(service.stops[0])
            life.recorded()
        except NoMore as problem:
            raise RuntimeError(f"{service.name} does not serve without a restriction: {problem}: {self._logs(life)}") from None
        finally:
            life.close()
        bad = [step for step in life.steps if step.what == "work" and not step.said.endswith("(0)")]
        if bad:
            raise RuntimeError(f"{service.name}: its work fails without a restriction: {bad[0].said}")
        self.log(f"{service.name}: recorded {len(traces.syscalls(trace))} calls; " + "; ".join(f"{s.what}: {compare.shown(s.said)} {s.seconds:.1f} s" for s in life.steps))

    def _rehearse(self, service, place):
        """What `ctrace rehearse` records of it, with the work for a check."""
        volumes = [word for volume in service.volumes for word in ("--volume", volume)]
        run = subprocess.run([self.ctrace, "rehearse", "--output", f"{place}/rehearsed.trace", "--check", service.work, "--check-image", self.images[0], "--",
                              *volumes, *service.options, self.images[0], "sh", "-c", service.start], stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace")
        with open(f"{place}/rehearsed.log", "w") as log:
            log.write(f"{run.stdout}\n{run.stderr}\nexit code {run.returncode}\n")
        if not os.path.exists(f"{place}/rehearsed.trace"):
            raise RuntimeError(f"ctrace rehearse recorded nothing of {service.name}: {run.stderr[-300:]}")
        self.log(f"{service.name}: rehearsed: {run.stderr.strip().splitlines()[-1] if run.stderr.strip() else run.returncode}")

    def _options(self, trace, side, place, result):
        more = {"exact": ["--exact"], "arguments": ["--arguments"], "plain": [], "kin": [], "rehearsed": []}[side]
        traced = [trace, f"{place}/rehearsed.trace"] if side == "rehearsed" else [trace]
        run = subprocess.run([self.ctrace, "options", *more, "--output", f"{place}/{side}.json", *traced], stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if run.returncode != 0:
            raise RuntimeError(f"ctrace options: {run.stderr}")
        if side in ("kin", "plain"):
            result.said = run.stderr
        return shlex.split(run.stdout)

    def _round(self, service, wanted, lanes, options, place, result, turn):
        """Scenarios on all sides that options has; turn names the directory of their traces."""
        # Another suite's daemon, which sees these containers too, has other names for its own.
        data = f"{place}/{turn}"
        daemon = self._daemon(data)
        lives, restricted = {}, [side for side in options if side != WITHOUT]
        try:
            waiting = queue.SimpleQueue()
            for index, (name, scenario) in enumerate(wanted):
                waiting.put((name, scenario, self.images[0], f"{self.prefix}/{service.name}-{turn}-{index}"))
            if len(self.images) > 1 and restricted and turn != "again":
                waiting.put((NEXT, scenarios.next_build, self.images[1], f"{self.prefix}/{service.name}-{turn}-{NEXT}"))
            workers = [threading.Thread(target=self._lane, args=(service, waiting, clients, options, lives)) for clients in lanes]
            for worker in workers:
                worker.start()
            for worker in workers:
                worker.join()
        finally:
            daemon.terminate()
            daemon.wait(timeout=120)
        if self.stopping.is_set():
            raise RuntimeError(f"{service.name}: stopped")
        for trace in os.listdir(f"{data}/{self.prefix}") if os.path.isdir(f"{data}/{self.prefix}") else []:
            if trace.startswith(f"{service.name}-{turn}-"):
                os.rename(f"{data}/{self.prefix}/{trace}", f"{data}/{trace.removeprefix(f'{service.name}-{turn}-')}")
        for index, (name, _) in enumerate(wanted):
            for side in restricted:
                outcomes = result.sides.setdefault(side, [])
                outcome = self._outcome(name, lives[name], side, data, index)
                place_of = next((at for at, one in enumerate(outcomes) if one.scenario == name), len(outcomes))
                outcomes[place_of:place_of + 1] = [outcome]
        for side in restricted:
            if NEXT in lives:
                result.next[side] = self._outcome(NEXT, lives[NEXT], side, data, NEXT)
        if turn == "first":
            with open(f"{data}/scenarios.json", "w") as file:
                json.dump([name for name, _ in wanted], file)

    def _lane(self, service, waiting, clients, options, lives):
        """Runs what waits, one after the other, with one set of clients."""
        while not self.stopping.is_set():
            try:
                name, scenario, image, label = waiting.get_nowait()
            except queue.Empty:
                return
            began = time.monotonic()
            sides = self._beside(service, scenario, clients, options, image, label)
            lives[name] = sides
            self.log(f"{service.name}: {name} ({time.monotonic() - began:.0f} s): " + "; ".join(
                f"{side} {compare.difference(sides[WITHOUT], sides[side]) or 'same'}" for side in sides if side != WITHOUT))

    def _beyond(self, trace, side, words, place):
        """What a trace used that a side's options do not allow; with arguments, also what was given something that it had not been."""
        profile = f"{place}/{side}.json"
        granted = {f"CAP_{word.split('=')[1]}" for word in words if word.startswith("--cap-add=")}
        used = traces.needs(trace)
        beyond = {name for name in used if name.startswith("CAP_")} - granted
        allowed = traces.allowed(profile)
        beyond |= {name for name in used if not name.startswith("CAP_") and name.removesuffix(traces.THREAD) not in allowed}
        if side == "arguments":
            # Combinations that the recording had not, of calls that only some are allowed of.
            recorded, free = traces.arguments(f"{place}/first.trace"), traces.allowed(profile, whatever=True)
            beyond |= {name for name, given in traces.arguments(trace).items() if name not in free and given - recorded.get(name, set())}
        return sorted(beyond)

    def _outcome(self, name, lives, side, data, index):
        before = traces.refusals(f"{data}/{index}-{WITHOUT}")
        refused = traces.refusals(f"{data}/{index}-{side}") - before
        return Outcome(name, compare.difference(lives[WITHOUT], lives[side]), sorted(map(list, refused)))

    def _beside(self, service, scenario, clients, options, image, label):
        """The scenario on all sides at once."""
        lives = {side: Life(service, image, clients[side], self._name(service), words, f"{label}-{side}") for side, words in options.items()}

        def run(life):
            try:
                scenario(life)
            except NoMore:
                pass
            except (DockerError, OSError, subprocess.SubprocessError, ValueError) as problem:
                life.note("the scenario", f"cannot go on: {problem}")
            finally:
                life.close()

        threads = [threading.Thread(target=run, args=(life,)) for life in lives.values()]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return lives

    def _daemon(self, data):
        daemon = subprocess.Popen([self.ctrace, "trace", "--failures", "--arguments", "--no-socket", "--data", data],
                                  stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for line in daemon.stdout:
            if "Waiting for Docker events" in line:
                # What it says later must not fill the pipe.
                threading.Thread(target=daemon.stdout.read, daemon=True).start()
                return daemon
        raise RuntimeError("ctrace trace ended")

    def _name(self, service):
        with self._counting:
            self._count += 1
            return f"{self.prefix}-{service.name}-{self._count}"

    @staticmethod
    def _logs(life):
        return "; ".join(f"{step.what}: {step.said}" for step in life.steps)
