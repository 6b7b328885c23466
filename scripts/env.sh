# Sourced by the scripts that run the engine: sets up what is missing, then .venv and the engine come first on PATH.
# VENV names another folder than .venv, relative to the checkout.
cd "$(dirname "${BASH_SOURCE[0]}")/.."
engine=$(scripts/install)
export PATH="$PWD/${VENV:-.venv}/bin:${engine:+$engine:}$PATH"
export PULUMI_SKIP_UPDATE_CHECK=true
