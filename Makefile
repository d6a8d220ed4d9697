# The words of .ci/run. Without make: bin/sample, bin/test and bin/check do the same.
.PHONY: setup sample test check format lint types imports docs gate release tests lock

setup: ; bin/setup dev
sample: ; bin/sample
test tests: ; bin/test
check: ; bin/check
format lint types imports docs gate release: ; bin/check $@
lock: ; bin/lock
