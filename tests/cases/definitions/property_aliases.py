# Another name for a property in the class's body is that property, setter included.
class Snake:
    @property
    def length(self) -> int:
        return 1

    @property
    def name(self) -> str:
        return ""

    @name.setter
    def name(self, value: str) -> None:
        pass

    size = length
    label = name

snake = Snake()
reveal_type(snake.label)  # N: Revealed type is "str"
snake.label = ""
snake.label = 1  # E: Incompatible types in assignment (expression has type "int", variable has type "str")  [assignment]
snake.size = 1  # E: Property "size" defined in "Snake" is read-only  [misc]
