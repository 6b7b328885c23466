"""The native door as a plug-in in a folder: what ``pulumi package add`` of this folder runs."""

from pulumi_serving.doors.native.main import main

main()
