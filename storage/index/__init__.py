"""The stored answer to "what is owed?": derived by the engine from the facts, kept beside them."""
