def pre_init_hook(env):
    """Prepare"""


def post_init_hook(env):
    """Fill"""


def uninstall_hook(env):
    """Leave"""
