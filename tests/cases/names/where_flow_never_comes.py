# Names are looked up in what the module's flow never comes to, too; types aren't asked for there.
try:
    raise ValueError
except ValueError:
    pass
else:
    nowhere(1)  # E: Name "nowhere" is not defined  [name-defined]

    def below(number: int) -> str:
        nowhere(2)  # E: Name "nowhere" is not defined  [name-defined]
        return number

    class Below:
        def method(self) -> None:
            nowhere(3)  # E: Name "nowhere" is not defined  [name-defined]
            self.missing

while True:
    pass

def after() -> str:
    nowhere(4)  # E: Name "nowhere" is not defined  [name-defined]
    return 1
