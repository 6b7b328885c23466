"""Print what the simulator at URL has charged, and fail if an endpoint still lives there: bill.py URL."""

import json
import sys
import urllib.request

with urllib.request.urlopen(f"{sys.argv[1]}/_simulator/ledger", timeout=10) as answer:
    endpoints = json.load(answer)["endpoints"]
living = [endpoint for endpoint in endpoints if endpoint["deleted_at"] is None]

for endpoint in endpoints:
    fate = "still lives" if endpoint in living else f"lived {endpoint['deleted_at'] - endpoint['created_at']:.0f} s"
    print(f"{endpoint['cloud']} {endpoint['name']} ({endpoint['id']}) {fate}, cost {endpoint['cost']:.4f}")
print(f"living endpoints: {len(living)}")
print(f"bill: {sum(endpoint['cost'] for endpoint in endpoints):.4f}")
sys.exit(1 if living else 0)
