"""A list kept by a server, as in the deck's RPyC example (van Steen and Tanenbaum, figure 4.12). Arguments: host, port."""
import sys

import rpyc
from rpyc.utils.server import ThreadedServer


class DBList(rpyc.Service):
    value = []

    def exposed_append(self, data):
        self.value = self.value + [data]
        return self.value

    def exposed_value(self):
        return self.value


if __name__ == "__main__":
    server = ThreadedServer(DBList, hostname=sys.argv[1], port=int(sys.argv[2]))
    print("ready", server.port, flush=True)
    server.start()
