"""The proof at full size: `make faults`. None of it is collected by pytest; `docs/faults.md` has its printed tables."""
