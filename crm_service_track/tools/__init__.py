from . import contract_hours, durations
