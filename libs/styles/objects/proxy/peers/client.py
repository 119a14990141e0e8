"""Appends 2 and 4 to the server's list and prints it, as in the deck's RPyC example. Arguments: host, port."""
import sys

import rpyc

connection = rpyc.connect(sys.argv[1], int(sys.argv[2]))
connection.root.exposed_append(2)
connection.root.exposed_append(4)
print(connection.root.exposed_value())
