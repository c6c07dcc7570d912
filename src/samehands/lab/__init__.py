"""The laboratory: data sets, protocols, metrics, training, attacks. Never imported at run time."""
