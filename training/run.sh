#!/bin/sh
# From gold attributions to the files that ship: training/run.sh GOLD.jsonl WORK/ [options of train_attribution.py]
#
# PYTHON names a Python with the packages of the dependency group "training" (default: python3). Steps that are done are not
# done again, and a training that was cut goes on from its last epoch: WORK/ holds the state. Afterwards calibrate (see README).
set -eu
gold=$1
work=$2
shift 2
here=$(cd "$(dirname "$0")" && pwd)
python=${PYTHON:-python3}
export PYTHONPATH="$here/../src"
mkdir -p "$work"
[ -s "$work/silver.jsonl" ] || { "$python" "$here/silver_names.py" "$gold" "$work/silver.part" && mv "$work/silver.part" "$work/silver.jsonl"; }
"$python" "$here/train_attribution.py" "$gold" "$work/silver.jsonl" "$work/model" "$@"
"$python" "$here/export_onnx.py" attribution "$work/model/model.safetensors" "${OUT:-$here/../src/onrecord/engines/models/attribution}"
