"""What the bench hands over, in JSON: not among the arguments, which everybody sees, since it holds a password."""
import json
import os

SETTINGS = json.loads(os.environ['PEER_SETTINGS'])

# The older project logs a line for every message; here nobody reads it, but it is written.
LOG = open(os.devnull, 'w', buffering=1)


def tell(event, **fields):
    """One line for the bench."""
    print(json.dumps({'event': event, **fields}), flush=True)
