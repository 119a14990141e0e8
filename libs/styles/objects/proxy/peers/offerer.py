"""Offers what a client of another language may use, call-backs and errors included. Arguments: host, port."""
import sys
import time

import rpyc
from rpyc.utils.server import ThreadedServer


class Desk(rpyc.Service):
    exposed_count = 3
    held = None

    def exposed_echo(self, value):
        return value

    def exposed_items(self):
        return ["a", "b", "c"]

    def exposed_apply(self, function, value):
        return function(value)

    def exposed_each(self, function):
        for number in (1, 2, 3):
            function(number)

    def exposed_keep(self, thing):
        self.held = thing

    def exposed_sum(self, numbers):
        return sum(numbers)

    def exposed_fails(self, how):
        if how == "value":
            raise ValueError("no such value")
        raise RuntimeError("it broke")

    def exposed_sleep(self, seconds):
        time.sleep(seconds)


if __name__ == "__main__":
    server = ThreadedServer(Desk, hostname=sys.argv[1], port=int(sys.argv[2]))
    print("ready", server.port, flush=True)
    server.start()
