"""Uses what a server of another language offers, and says what came of it, a line each. Arguments: host, port."""
import sys

import rpyc

connection = rpyc.connect(sys.argv[1], int(sys.argv[2]))
root = connection.root


def tried(call):
    try:
        return repr(call())
    except Exception as error:
        return f"{type(error).__module__}.{type(error).__name__} kind={getattr(error, 'kind', '-')} reason={getattr(error, 'reason', '-')}"


seen = []
print("attribute", root.count)
print("echo", root.echo((1, -7, 2**70, 1.5, None, True, "héllo", b"\x00\xff", ("in",))))
print("callback", root.each(seen.append), seen)
print("nested", root.apply(lambda number: number * 2, 21))
items = root.items()
print("list", str(items), len(items), items[1], items[-1], items[0:2], [one for one in items], "b" in items)
print("equal", items == ["a", "b", "c"], items == ["a"])
print("same", root.items() == items, root.same(items))
print("missing", tried(lambda: root.nothing()))
print("hidden", tried(lambda: root.secret))
print("set", tried(lambda: setattr(root, "count", 1)))
print("index", tried(lambda: items[9]))
print("type", tried(lambda: root.fails("type")))
print("fatal", tried(lambda: root.fails("fatal")))
print("retryable", tried(lambda: root.fails("retryable")))
print("large", len(root.echo(b"x" * 1_000_000)))
print("ping", connection.ping() is None)
connection.close()
print("closed", connection.closed)
