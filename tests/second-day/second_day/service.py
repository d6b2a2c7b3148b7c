"""What a service declares. One file in services/ makes one Service and adds the scenarios that only it has."""

from dataclasses import dataclass, field


@dataclass
class Service:
    """A server out of Debian's packages."""

    name: str
    # Debian's packages; all services share one root.
    packages: list
    # What the image's entry point would be: a script for sh, which ends in an exec.
    start: str
    # A script for the client's sh that ends with 0 when the service answers.
    ready: str
    # What the client does in an ordinary half minute. What it prints must be the same each time.
    work: str
    # The same some twenty times.
    load: str = ""
    # Paths that are volumes, empty or as the image has them at first.
    volumes: list = field(default_factory=list)
    # Files of the image: path -> text.
    files: dict = field(default_factory=dict)
    # A script for sh that is run in the image's root when it is made.
    prepare: str = ""
    # The port for half requests and held connections; 0: it has none.
    port: int = 0
    # What a client says first, for connections that are broken off.
    greeting: str = ""
    # Signals: of the program, those that it handles.
    reload: str = ""
    # (a log below a volume, the signal that has it opened anew)
    rotate: tuple = ()
    stops: tuple = ("TERM", "INT")
    # The name of processes that may be killed and that the service replaces, or whose loss it survives.
    worker: str = ""
    # A volume that is a small file system in one scenario, and the script that fills it.
    full: str = ""
    fill: str = ""
    full_size: str = "4m"
    # Scenarios of its own: (name, function of a Life).
    own: list = field(default_factory=list)
    # Common scenarios that make no sense here, by name.
    without: tuple = ()
    # More options for docker run.
    options: tuple = ()
    # Seconds that it may take until it is ready.
    patience: int = 90

    def scenario(self, name):
        """Adds a scenario: @service.scenario("name") before a function that takes a Life."""

        def add(function):
            self.own.append((name, function))
            return function

        return add
