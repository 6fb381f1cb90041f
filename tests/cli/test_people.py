"""People and tokens, from the shell."""


def test_a_token_is_all_that_token_add_prints(caselane):
    caselane("user", "add", "alice@example.com", "--name", "Alice", "--role", "agent")
    token = caselane("token", "add", "alice@example.com")
    assert token.startswith("cl_")
    assert len(token.split()) == 1
