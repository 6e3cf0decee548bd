"""The rules, one module a family of obligations. Each takes a view and a person or a case, and gives what is owed."""
