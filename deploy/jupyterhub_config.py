"""What a JupyterHub needs so that each user's server shows notebooks, page and API's pages as on Binder."""

import os

c = get_config()  # noqa: F821 - JupyterHub gives it

# A checkout that every user may read, installed in its own environment.
CHECKOUT = os.environ.get("SCORING_CHECKOUT", "/opt/scoring")

c.Spawner.cmd = [f"{CHECKOUT}/.venv/bin/jupyterhub-singleuser"]
c.Spawner.environment = {
    # A home of their own: what one data scientist trains is not served to another.
    "SCORING_HOME": lambda spawner: f"/home/{spawner.user.name}/scoring",
    "JUPYTER_PATH": f"{CHECKOUT}/scoring/dashboard/template",
    "JUPYTER_CONFIG_PATH": f"{CHECKOUT}/binder/jupyter",
}
c.Spawner.notebook_dir = "~/scoring"
c.Spawner.default_url = "/lab/tree/notebooks"
# A kernel of the page takes 0.2 GB, a training on 20,000 clients about 2: less than this ends in the middle of it.
c.Spawner.mem_limit = "4G"
