"""`python -m pulumi_serving.cli`: the command without its script."""

from pulumi_serving.cli import main

if __name__ == "__main__":
    main(prog_name="pulumi-serving")
