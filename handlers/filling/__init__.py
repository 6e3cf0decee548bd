"""Forms of the policy, filled in steps: what is written is kept at each step and given back until it is saved."""
