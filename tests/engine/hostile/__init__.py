"""Files that mean harm, by kind: what an attacker who may publish, or who took over such an account, would send."""
